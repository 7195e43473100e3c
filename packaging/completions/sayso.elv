
use builtin;
use str;

set edit:completion:arg-completer[sayso] = {|@words|
    fn spaces {|n|
        builtin:repeat $n ' ' | str:join ''
    }
    fn cand {|text desc|
        edit:complex-candidate $text &display=$text' '(spaces (- 14 (wcswidth $text)))$desc
    }
    var command = 'sayso'
    for word $words[1..-1] {
        if (str:has-prefix $word '-') {
            break
        }
        set command = $command';'$word
    }
    var completions = [
        &'sayso'= {
            cand --theme 'The theme: dark, light, contrast, terminal or the name of a custom one'
            cand --width 'Width of the text column in cells'
            cand --at 'Open at a time of the recording (00:04:35), of a chat (14:05) or a page (p. 12)'
            cand --find 'Open at the first place of these words'
            cand --input 'Read the document as this format, whatever its name'
            cand --column 'The column of a table (CSV, JSON lines) that holds the text'
            cand --lines 'How lines of plain text become paragraphs'
            cand --lang 'The language the document is in, as en, de, es, fr, it or da; by default that of each paragraph by its words'
            cand --time-limit 'Time limit for reading a PDF; by default 10 seconds, and 10 more for each megabyte'
            cand --as 'The annotator, who gets a sidecar of their own (small letters, digits, - and _)'
            cand --sidecar 'Use this file as the sidecar'
            cand --no-mouse 'Do not use the mouse'
            cand --read-only 'Open without allowing changes'
            cand --plain 'Line by line, without a screen: for screen readers, and terminals that can do little'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
            cand -V 'Print version'
            cand --version 'Print version'
            cand detect 'Print who says what, as detected, without any decisions'
            cand export 'Export annotations in a format that other programs read'
            cand find 'Find words in many documents, with who says them'
            cand stats 'Count who says how much, where and when, and how right suggestions were'
            cand verify 'Check every quotation of an article against its sources: are these words, said by this person, there'
            cand import 'Import annotations from a file of another program'
            cand check 'Check sidecars and that every annotation is found in its text'
            cand compare 'Show what several people say of the same places, side by side'
            cand agree 'Measure how far several people agree'
            cand assign 'Share out the documents of a folder among annotators, and tell how far everybody is'
            cand adjudicate 'Settle what several people differ in, place by place, in the reader'
            cand merge 'Bring together what several people keep about one document'
            cand git-setup 'Set up a git repository in which annotations merge by themselves'
            cand codebook 'Print a project''s codebook, write it as the schema of another tool, or read one'
            cand where 'Say where the sidecar of a document is'
            cand serve 'Suggest who says what to annotation tools, on this machine only'
            cand mcp 'Tell programs that speak the Model Context Protocol who said what, over standard input and output'
            cand doctor 'Look at terminal, settings, folders and locks: what is wrong, and how to mend it'
            cand completions 'Print completions for a shell'
            cand man 'Print the manual page of sayso, or of a command'
            cand load-document 'Internal: interpret a document for another process of sayso'
            cand help 'Print this message or the help of the given subcommand(s)'
        }
        &'sayso;detect'= {
            cand --format 'How to print them'
            cand -o 'Write to this file, with a manifest of the run beside it'
            cand --output 'Write to this file, with a manifest of the run beside it'
            cand --jobs 'How many documents at once; by default as many as there are processors. The output is the same'
            cand --input 'Read the document as this format, whatever its name'
            cand --column 'The column of a table (CSV, JSON lines) that holds the text'
            cand --lines 'How lines of plain text become paragraphs'
            cand --lang 'The language the document is in, as en, de, es, fr, it or da; by default that of each paragraph by its words'
            cand --time-limit 'Time limit for reading a PDF; by default 10 seconds, and 10 more for each megabyte'
            cand --as 'The annotator, who gets a sidecar of their own (small letters, digits, - and _)'
            cand --sidecar 'Use this file as the sidecar'
            cand --force 'Replace a file that detect wrote, or begin a run anew that was ended'
            cand --resume 'Go on with a run into the same file that was ended; one that was not begun is begun'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
        }
        &'sayso;export'= {
            cand --to 'The format: markdown, html, org, text, csv, jsonl, w3c, hypothesis, claims, tei, brat, xmi, elan, textgrid, clic, convokit, qdpx, doccano, label-studio, spacy, conll, conll2003'
            cand --template 'A template: audiobook, citations, notes, a file, or a name in the templates folder of the settings'
            cand -o 'Write to this file, or one file a document into this folder'
            cand --output 'Write to this file, or one file a document into this folder'
            cand --into 'Write a block for each document into this Markdown note, in the place of the one that stands there; what you wrote stays'
            cand --only 'Only these, separated by commas: LABEL, speaker:NAME, status:STATUS, rating:RATING; none for without'
            cand --jobs 'How many documents at once; by default as many as there are processors. The output is the same'
            cand --input 'Read the document as this format, whatever its name'
            cand --column 'The column of a table (CSV, JSON lines) that holds the text'
            cand --lines 'How lines of plain text become paragraphs'
            cand --lang 'The language the document is in, as en, de, es, fr, it or da; by default that of each paragraph by its words'
            cand --time-limit 'Time limit for reading a PDF; by default 10 seconds, and 10 more for each megabyte'
            cand --as 'The annotator, who gets a sidecar of their own (small letters, digits, - and _)'
            cand --sidecar 'Use this file as the sidecar'
            cand --suggested 'Include open suggestions'
            cand --rejected 'Include rejected suggestions'
            cand --strict 'End with exit code 1 when an annotation has lost its place or people disagree'
            cand --force 'Replace exports that exist; never a document, a sidecar or settings'
            cand --spreadsheet 'Escape cells that a spreadsheet would read as formulas'
            cand --resume 'Go on with a run into the same file that was ended; one that was not begun is begun'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
        }
        &'sayso;find'= {
            cand --same-as 'The same words elsewhere: every place that carries a quotation, word for word, shortened or altered, oldest document first'
            cand --by 'Only what this speaker says: a name, or the beginnings of its words joined by -; several times for one of several'
            cand --in 'Where to look: in what somebody says, in claims, or anywhere in the text'
            cand --since 'Only documents of this day or later'
            cand --until 'Only documents of this day or earlier'
            cand --label 'Only words with this label; several times for one of several'
            cand --rating 'Only words with this rating; several times for one of several'
            cand --near 'The words stand in any order, with at most N others between'
            cand --limit 'End after so many results'
            cand --format 'How to print them'
            cand --input 'Read the document as this format, whatever its name'
            cand --column 'The column of a table (CSV, JSON lines) that holds the text'
            cand --lines 'How lines of plain text become paragraphs'
            cand --lang 'The language the document is in, as en, de, es, fr, it or da; by default that of each paragraph by its words'
            cand --time-limit 'Time limit for reading a PDF; by default 10 seconds, and 10 more for each megabyte'
            cand --as 'The annotator, who gets a sidecar of their own (small letters, digits, - and _)'
            cand --sidecar 'Use this file as the sidecar'
            cand --word 'Only whole words'
            cand --regex 'The words are a regular expression'
            cand --no-index 'Read every document, without the index that is kept of a folder'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
        }
        &'sayso;stats'= {
            cand --format 'How to print them'
            cand --by 'Only this table; CSV has one, of speakers unless another is named'
            cand --since 'Only documents of this day or later'
            cand --until 'Only documents of this day or earlier'
            cand --top 'Most rows of speakers and outlets; the others become one row'
            cand -o 'Write to this file'
            cand --output 'Write to this file'
            cand --input 'Read the document as this format, whatever its name'
            cand --column 'The column of a table (CSV, JSON lines) that holds the text'
            cand --lines 'How lines of plain text become paragraphs'
            cand --lang 'The language the document is in, as en, de, es, fr, it or da; by default that of each paragraph by its words'
            cand --time-limit 'Time limit for reading a PDF; by default 10 seconds, and 10 more for each megabyte'
            cand --as 'The annotator, who gets a sidecar of their own (small letters, digits, - and _)'
            cand --sidecar 'Use this file as the sidecar'
            cand --gender 'Tell speakers apart by the gender that names, titles and pronouns suggest; nobody was asked'
            cand --force 'Replace figures that exist; never a document, a sidecar or settings'
            cand --no-index 'Read every document, without the index that is kept of a folder'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
        }
        &'sayso;verify'= {
            cand --against 'What they quote: transcripts, reports, messages, other articles; of a folder all documents in it. Without it the sources that are attached to each article count'
            cand --elsewhere 'Where to look for words that no source has'
            cand --allow 'Verdicts and kinds that are let pass, separated by commas; none lets nothing pass'
            cand --allow-list 'Quotations that are let pass: lines of a verdict, the first six words and the reason, with a tab between'
            cand --only 'Only these: a verdict, a kind, or speaker:NAME; several times for any of several'
            cand --jobs 'How many documents at once; by default as many as there are processors. The output is the same'
            cand --format 'How to print them'
            cand --input 'Read the document as this format, whatever its name'
            cand --column 'The column of a table (CSV, JSON lines) that holds the text'
            cand --lines 'How lines of plain text become paragraphs'
            cand --lang 'The language the document is in, as en, de, es, fr, it or da; by default that of each paragraph by its words'
            cand --time-limit 'Time limit for reading a PDF; by default 10 seconds, and 10 more for each megabyte'
            cand --as 'The annotator, who gets a sidecar of their own (small letters, digits, - and _)'
            cand --sidecar 'Use this file as the sidecar'
            cand --as-spoken 'Take hesitations and repetitions of speech for words like others'
            cand --all 'Check headings, titles and single words in quotation marks too; SARIF then has sound quotations as well'
            cand --coverage 'The other way round: which parts of each source were quoted, by whom, how often'
            cand --open 'Open the article in the reader, at the first quotation to look at, beside these sources, which are attached to it'
            cand --no-index 'Read every document, without the index that is kept of a folder'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
        }
        &'sayso;import'= {
            cand --from 'What it is: sayso, w3c, hypothesis, brat, jsonl, csv, clic, doccano, label-studio, xmi, qdpx; recognised by its content where that is clear'
            cand --into 'The document it is about, or the folder of its documents; otherwise the one that the file names'
            cand --label 'What a label of the file is called here: FROM=TO'
            cand --by 'Whose annotations they are, where the file does not say'
            cand --input 'Read the document as this format, whatever its name'
            cand --column 'The column of a table (CSV, JSON lines) that holds the text'
            cand --lines 'How lines of plain text become paragraphs'
            cand --lang 'The language the document is in, as en, de, es, fr, it or da; by default that of each paragraph by its words'
            cand --time-limit 'Time limit for reading a PDF; by default 10 seconds, and 10 more for each megabyte'
            cand --as 'The annotator, who gets a sidecar of their own (small letters, digits, - and _)'
            cand --sidecar 'Use this file as the sidecar'
            cand --dry-run 'Say of each annotation what would become of it, and change nothing'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
        }
        &'sayso;check'= {
            cand --input 'Read the document as this format, whatever its name'
            cand --column 'The column of a table (CSV, JSON lines) that holds the text'
            cand --lines 'How lines of plain text become paragraphs'
            cand --lang 'The language the document is in, as en, de, es, fr, it or da; by default that of each paragraph by its words'
            cand --time-limit 'Time limit for reading a PDF; by default 10 seconds, and 10 more for each megabyte'
            cand --as 'The annotator, who gets a sidecar of their own (small letters, digits, - and _)'
            cand --sidecar 'Use this file as the sidecar'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
        }
        &'sayso;compare'= {
            cand --of 'The annotators, separated by commas: those whose sidecars are read. - is the sidecar without a name. By default everybody who has one beside a document'
            cand --from 'What the exports are: sayso, w3c, hypothesis, brat, jsonl, csv, clic, doccano, label-studio, xmi, qdpx; recognised by their content where that is clear'
            cand --label 'What a label of the exports is called here: FROM=TO'
            cand --jobs 'How many documents at once; by default as many as there are processors. The output is the same'
            cand --format 'How to print them'
            cand --input 'Read the document as this format, whatever its name'
            cand --column 'The column of a table (CSV, JSON lines) that holds the text'
            cand --lines 'How lines of plain text become paragraphs'
            cand --lang 'The language the document is in, as en, de, es, fr, it or da; by default that of each paragraph by its words'
            cand --time-limit 'Time limit for reading a PDF; by default 10 seconds, and 10 more for each megabyte'
            cand --as 'The annotator, who gets a sidecar of their own (small letters, digits, - and _)'
            cand --sidecar 'Use this file as the sidecar'
            cand --all 'In text also the places that are the same'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
        }
        &'sayso;agree'= {
            cand --of 'The annotators, separated by commas: those whose sidecars are read. - is the sidecar without a name. By default everybody who has one beside a document'
            cand --from 'What the exports are: sayso, w3c, hypothesis, brat, jsonl, csv, clic, doccano, label-studio, xmi, qdpx; recognised by their content where that is clear'
            cand --label 'What a label of the exports is called here: FROM=TO'
            cand --jobs 'How many documents at once; by default as many as there are processors. The output is the same'
            cand --format 'How to print it'
            cand --by 'The same of each document, or of each pair of annotators'
            cand --samples 'How many samples intervals are of, and γ'
            cand --seed 'What the samples are drawn from: the same seed gives the same'
            cand --input 'Read the document as this format, whatever its name'
            cand --column 'The column of a table (CSV, JSON lines) that holds the text'
            cand --lines 'How lines of plain text become paragraphs'
            cand --lang 'The language the document is in, as en, de, es, fr, it or da; by default that of each paragraph by its words'
            cand --time-limit 'Time limit for reading a PDF; by default 10 seconds, and 10 more for each megabyte'
            cand --as 'The annotator, who gets a sidecar of their own (small letters, digits, - and _)'
            cand --sidecar 'Use this file as the sidecar'
            cand --gamma 'Also γ (Mathet, Widlöcher and Métivier 2015), which takes time'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
        }
        &'sayso;assign'= {
            cand --annotators 'Those among whom documents are shared out, separated by commas; they annotate with --as NAME'
            cand --overlap 'The share of documents that two have, 0 to 1: on these they can be compared'
            cand --seed 'The seed of chance: the same seed shares out the same way'
            cand --format 'How to print who is how far'
            cand --input 'Read the document as this format, whatever its name'
            cand --column 'The column of a table (CSV, JSON lines) that holds the text'
            cand --lines 'How lines of plain text become paragraphs'
            cand --lang 'The language the document is in, as en, de, es, fr, it or da; by default that of each paragraph by its words'
            cand --time-limit 'Time limit for reading a PDF; by default 10 seconds, and 10 more for each megabyte'
            cand --as 'The annotator, who gets a sidecar of their own (small letters, digits, - and _)'
            cand --sidecar 'Use this file as the sidecar'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
        }
        &'sayso;adjudicate'= {
            cand --of 'The annotators, separated by commas. - is the sidecar without a name. By default everybody who has one beside the document but for the curator'
            cand --prefill 'What is proposed where they differ, taken with Enter'
            cand --input 'Read the document as this format, whatever its name'
            cand --column 'The column of a table (CSV, JSON lines) that holds the text'
            cand --lines 'How lines of plain text become paragraphs'
            cand --lang 'The language the document is in, as en, de, es, fr, it or da; by default that of each paragraph by its words'
            cand --time-limit 'Time limit for reading a PDF; by default 10 seconds, and 10 more for each megabyte'
            cand --as 'The annotator, who gets a sidecar of their own (small letters, digits, - and _)'
            cand --sidecar 'Use this file as the sidecar'
            cand --plain 'Line by line, without a screen'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
        }
        &'sayso;merge'= {
            cand --base 'The sidecar that all of them began as: what one of them removed since then stays removed'
            cand -o 'Write to this file: a new one, or one of those that are merged'
            cand --output 'Write to this file: a new one, or one of those that are merged'
            cand --driver 'As git calls a merge driver (%O %A %B %P): the result takes the place of OURS'
            cand --input 'Read the document as this format, whatever its name'
            cand --column 'The column of a table (CSV, JSON lines) that holds the text'
            cand --lines 'How lines of plain text become paragraphs'
            cand --lang 'The language the document is in, as en, de, es, fr, it or da; by default that of each paragraph by its words'
            cand --time-limit 'Time limit for reading a PDF; by default 10 seconds, and 10 more for each megabyte'
            cand --as 'The annotator, who gets a sidecar of their own (small letters, digits, - and _)'
            cand --sidecar 'Use this file as the sidecar'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
        }
        &'sayso;git-setup'= {
            cand --input 'Read the document as this format, whatever its name'
            cand --column 'The column of a table (CSV, JSON lines) that holds the text'
            cand --lines 'How lines of plain text become paragraphs'
            cand --lang 'The language the document is in, as en, de, es, fr, it or da; by default that of each paragraph by its words'
            cand --time-limit 'Time limit for reading a PDF; by default 10 seconds, and 10 more for each megabyte'
            cand --as 'The annotator, who gets a sidecar of their own (small letters, digits, - and _)'
            cand --sidecar 'Use this file as the sidecar'
            cand --undo 'Take back what an earlier run did'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
        }
        &'sayso;codebook'= {
            cand --to 'Write the schema of a tool: brat, label-studio, inception'
            cand --from 'Read the schema of a tool: brat, label-studio'
            cand -o 'Write into this folder, or to this file where it is only one'
            cand --output 'Write into this folder, or to this file where it is only one'
            cand --input 'Read the document as this format, whatever its name'
            cand --column 'The column of a table (CSV, JSON lines) that holds the text'
            cand --lines 'How lines of plain text become paragraphs'
            cand --lang 'The language the document is in, as en, de, es, fr, it or da; by default that of each paragraph by its words'
            cand --time-limit 'Time limit for reading a PDF; by default 10 seconds, and 10 more for each megabyte'
            cand --as 'The annotator, who gets a sidecar of their own (small letters, digits, - and _)'
            cand --sidecar 'Use this file as the sidecar'
            cand --force 'Replace files that exist'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
        }
        &'sayso;where'= {
            cand --input 'Read the document as this format, whatever its name'
            cand --column 'The column of a table (CSV, JSON lines) that holds the text'
            cand --lines 'How lines of plain text become paragraphs'
            cand --lang 'The language the document is in, as en, de, es, fr, it or da; by default that of each paragraph by its words'
            cand --time-limit 'Time limit for reading a PDF; by default 10 seconds, and 10 more for each megabyte'
            cand --as 'The annotator, who gets a sidecar of their own (small letters, digits, - and _)'
            cand --sidecar 'Use this file as the sidecar'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
        }
        &'sayso;serve'= {
            cand --port 'The port; 0 takes any that is free'
            cand --input 'Read the document as this format, whatever its name'
            cand --column 'The column of a table (CSV, JSON lines) that holds the text'
            cand --lines 'How lines of plain text become paragraphs'
            cand --lang 'The language the document is in, as en, de, es, fr, it or da; by default that of each paragraph by its words'
            cand --time-limit 'Time limit for reading a PDF; by default 10 seconds, and 10 more for each megabyte'
            cand --as 'The annotator, who gets a sidecar of their own (small letters, digits, - and _)'
            cand --sidecar 'Use this file as the sidecar'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
        }
        &'sayso;mcp'= {
            cand --root 'The folder whose documents may be read, with all that is below it; without it no file is read'
            cand --input 'Read the document as this format, whatever its name'
            cand --column 'The column of a table (CSV, JSON lines) that holds the text'
            cand --lines 'How lines of plain text become paragraphs'
            cand --lang 'The language the document is in, as en, de, es, fr, it or da; by default that of each paragraph by its words'
            cand --time-limit 'Time limit for reading a PDF; by default 10 seconds, and 10 more for each megabyte'
            cand --as 'The annotator, who gets a sidecar of their own (small letters, digits, - and _)'
            cand --sidecar 'Use this file as the sidecar'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
        }
        &'sayso;doctor'= {
            cand --format 'How to print it'
            cand --input 'Read the document as this format, whatever its name'
            cand --column 'The column of a table (CSV, JSON lines) that holds the text'
            cand --lines 'How lines of plain text become paragraphs'
            cand --lang 'The language the document is in, as en, de, es, fr, it or da; by default that of each paragraph by its words'
            cand --time-limit 'Time limit for reading a PDF; by default 10 seconds, and 10 more for each megabyte'
            cand --as 'The annotator, who gets a sidecar of their own (small letters, digits, - and _)'
            cand --sidecar 'Use this file as the sidecar'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
        }
        &'sayso;completions'= {
            cand --input 'Read the document as this format, whatever its name'
            cand --column 'The column of a table (CSV, JSON lines) that holds the text'
            cand --lines 'How lines of plain text become paragraphs'
            cand --lang 'The language the document is in, as en, de, es, fr, it or da; by default that of each paragraph by its words'
            cand --time-limit 'Time limit for reading a PDF; by default 10 seconds, and 10 more for each megabyte'
            cand --as 'The annotator, who gets a sidecar of their own (small letters, digits, - and _)'
            cand --sidecar 'Use this file as the sidecar'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
        }
        &'sayso;man'= {
            cand --input 'Read the document as this format, whatever its name'
            cand --column 'The column of a table (CSV, JSON lines) that holds the text'
            cand --lines 'How lines of plain text become paragraphs'
            cand --lang 'The language the document is in, as en, de, es, fr, it or da; by default that of each paragraph by its words'
            cand --time-limit 'Time limit for reading a PDF; by default 10 seconds, and 10 more for each megabyte'
            cand --as 'The annotator, who gets a sidecar of their own (small letters, digits, - and _)'
            cand --sidecar 'Use this file as the sidecar'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
        }
        &'sayso;load-document'= {
            cand --input 'Read the document as this format, whatever its name'
            cand --column 'The column of a table (CSV, JSON lines) that holds the text'
            cand --lines 'How lines of plain text become paragraphs'
            cand --lang 'The language the document is in, as en, de, es, fr, it or da; by default that of each paragraph by its words'
            cand --time-limit 'Time limit for reading a PDF; by default 10 seconds, and 10 more for each megabyte'
            cand --as 'The annotator, who gets a sidecar of their own (small letters, digits, - and _)'
            cand --sidecar 'Use this file as the sidecar'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
        }
        &'sayso;help'= {
            cand detect 'Print who says what, as detected, without any decisions'
            cand export 'Export annotations in a format that other programs read'
            cand find 'Find words in many documents, with who says them'
            cand stats 'Count who says how much, where and when, and how right suggestions were'
            cand verify 'Check every quotation of an article against its sources: are these words, said by this person, there'
            cand import 'Import annotations from a file of another program'
            cand check 'Check sidecars and that every annotation is found in its text'
            cand compare 'Show what several people say of the same places, side by side'
            cand agree 'Measure how far several people agree'
            cand assign 'Share out the documents of a folder among annotators, and tell how far everybody is'
            cand adjudicate 'Settle what several people differ in, place by place, in the reader'
            cand merge 'Bring together what several people keep about one document'
            cand git-setup 'Set up a git repository in which annotations merge by themselves'
            cand codebook 'Print a project''s codebook, write it as the schema of another tool, or read one'
            cand where 'Say where the sidecar of a document is'
            cand serve 'Suggest who says what to annotation tools, on this machine only'
            cand mcp 'Tell programs that speak the Model Context Protocol who said what, over standard input and output'
            cand doctor 'Look at terminal, settings, folders and locks: what is wrong, and how to mend it'
            cand completions 'Print completions for a shell'
            cand man 'Print the manual page of sayso, or of a command'
            cand load-document 'Internal: interpret a document for another process of sayso'
            cand help 'Print this message or the help of the given subcommand(s)'
        }
        &'sayso;help;detect'= {
        }
        &'sayso;help;export'= {
        }
        &'sayso;help;find'= {
        }
        &'sayso;help;stats'= {
        }
        &'sayso;help;verify'= {
        }
        &'sayso;help;import'= {
        }
        &'sayso;help;check'= {
        }
        &'sayso;help;compare'= {
        }
        &'sayso;help;agree'= {
        }
        &'sayso;help;assign'= {
        }
        &'sayso;help;adjudicate'= {
        }
        &'sayso;help;merge'= {
        }
        &'sayso;help;git-setup'= {
        }
        &'sayso;help;codebook'= {
        }
        &'sayso;help;where'= {
        }
        &'sayso;help;serve'= {
        }
        &'sayso;help;mcp'= {
        }
        &'sayso;help;doctor'= {
        }
        &'sayso;help;completions'= {
        }
        &'sayso;help;man'= {
        }
        &'sayso;help;load-document'= {
        }
        &'sayso;help;help'= {
        }
    ]
    $completions[$command]
}
