# Print an optspec for argparse to handle cmd's options that are independent of any subcommand.
function __fish_sayso_global_optspecs
    string join \n theme= width= no-mouse at= find= read-only plain input= column= lines= lang= time-limit= as= sidecar= h/help V/version
end

function __fish_sayso_needs_command
    # Figure out if the current invocation already has a command.
    set -l cmd (commandline -opc)
    set -e cmd[1]
    argparse -s (__fish_sayso_global_optspecs) -- $cmd 2>/dev/null
    or return
    if set -q argv[1]
        # Also print the command, so this can be used to figure out what it is.
        echo $argv[1]
        return 1
    end
    return 0
end

function __fish_sayso_using_subcommand
    set -l cmd (__fish_sayso_needs_command)
    test -z "$cmd"
    and return 1
    contains -- $cmd[1] $argv
end

complete -c sayso -n "__fish_sayso_needs_command" -l theme -d 'The theme: dark, light, contrast, terminal or the name of a custom one' -r
complete -c sayso -n "__fish_sayso_needs_command" -l width -d 'Width of the text column in cells' -r
complete -c sayso -n "__fish_sayso_needs_command" -l at -d 'Open at a time of the recording (00:04:35), of a chat (14:05) or a page (p. 12)' -r
complete -c sayso -n "__fish_sayso_needs_command" -l find -d 'Open at the first place of these words' -r
complete -c sayso -n "__fish_sayso_needs_command" -l input -d 'Read the document as this format, whatever its name' -r -f -a "auto\t'by what is in the file, then by its name'
txt\t'plain text'
md\t'Markdown'
html\t'a web page'
page\t'a web page, all of it'
epub\t'EPUB'
pdf\t'PDF'
docx\t'Word'
odt\t'OpenDocument'
rtf\t'Rich Text'
eml\t'a message'
mbox\t'a mailbox'
tei\t'XML'
org\t'org-mode'
jsonl\t'JSON lines'
csv\t'a table'
srt\t'subtitles'
vtt\t'subtitles'
asr\t'speech recognition'
sbv\t'subtitles'
ass\t'subtitles'
ttml\t'subtitles'
eaf\t'an ELAN transcript'
trs\t'a Transcriber transcript'
cha\t'a CHAT transcript'
textgrid\t'a TextGrid'
otr\t'an oTranscribe transcript'
timed-tsv\t'a table of what is said when'
fountain\t'a screenplay'
fdx\t'a screenplay'
fb2\t'FictionBook'
ipynb\t'a notebook'
zip\t'web pages in a zip archive'"
complete -c sayso -n "__fish_sayso_needs_command" -l column -d 'The column of a table (CSV, JSON lines) that holds the text' -r
complete -c sayso -n "__fish_sayso_needs_command" -l lines -d 'How lines of plain text become paragraphs' -r -f -a "flow\t'Lines inside a paragraph flow together'
keep\t'Lines inside a paragraph are kept'
paragraphs\t'Every line is a paragraph'"
complete -c sayso -n "__fish_sayso_needs_command" -l lang -d 'The language the document is in, as en, de, es, fr, it or da; by default that of each paragraph by its words' -r
complete -c sayso -n "__fish_sayso_needs_command" -l time-limit -d 'Time limit for reading a PDF; by default 10 seconds, and 10 more for each megabyte' -r
complete -c sayso -n "__fish_sayso_needs_command" -l as -d 'The annotator, who gets a sidecar of their own (small letters, digits, - and _)' -r
complete -c sayso -n "__fish_sayso_needs_command" -l sidecar -d 'Use this file as the sidecar' -r -F
complete -c sayso -n "__fish_sayso_needs_command" -l no-mouse -d 'Do not use the mouse'
complete -c sayso -n "__fish_sayso_needs_command" -l read-only -d 'Open without allowing changes'
complete -c sayso -n "__fish_sayso_needs_command" -l plain -d 'Line by line, without a screen: for screen readers, and terminals that can do little'
complete -c sayso -n "__fish_sayso_needs_command" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c sayso -n "__fish_sayso_needs_command" -s V -l version -d 'Print version'
complete -c sayso -n "__fish_sayso_needs_command" -a "detect" -d 'Print who says what, as detected, without any decisions'
complete -c sayso -n "__fish_sayso_needs_command" -a "export" -d 'Export annotations in a format that other programs read'
complete -c sayso -n "__fish_sayso_needs_command" -a "find" -d 'Find words in many documents, with who says them'
complete -c sayso -n "__fish_sayso_needs_command" -a "stats" -d 'Count who says how much, where and when, and how right suggestions were'
complete -c sayso -n "__fish_sayso_needs_command" -a "verify" -d 'Check every quotation of an article against its sources: are these words, said by this person, there'
complete -c sayso -n "__fish_sayso_needs_command" -a "import" -d 'Import annotations from a file of another program'
complete -c sayso -n "__fish_sayso_needs_command" -a "check" -d 'Check sidecars and that every annotation is found in its text'
complete -c sayso -n "__fish_sayso_needs_command" -a "compare" -d 'Show what several people say of the same places, side by side'
complete -c sayso -n "__fish_sayso_needs_command" -a "agree" -d 'Measure how far several people agree'
complete -c sayso -n "__fish_sayso_needs_command" -a "assign" -d 'Share out the documents of a folder among annotators, and tell how far everybody is'
complete -c sayso -n "__fish_sayso_needs_command" -a "adjudicate" -d 'Settle what several people differ in, place by place, in the reader'
complete -c sayso -n "__fish_sayso_needs_command" -a "merge" -d 'Bring together what several people keep about one document'
complete -c sayso -n "__fish_sayso_needs_command" -a "git-setup" -d 'Set up a git repository in which annotations merge by themselves'
complete -c sayso -n "__fish_sayso_needs_command" -a "codebook" -d 'Print a project\'s codebook, write it as the schema of another tool, or read one'
complete -c sayso -n "__fish_sayso_needs_command" -a "where" -d 'Say where the sidecar of a document is'
complete -c sayso -n "__fish_sayso_needs_command" -a "serve" -d 'Suggest who says what to annotation tools, on this machine only'
complete -c sayso -n "__fish_sayso_needs_command" -a "mcp" -d 'Tell programs that speak the Model Context Protocol who said what, over standard input and output'
complete -c sayso -n "__fish_sayso_needs_command" -a "doctor" -d 'Look at terminal, settings, folders and locks: what is wrong, and how to mend it'
complete -c sayso -n "__fish_sayso_needs_command" -a "completions" -d 'Print completions for a shell'
complete -c sayso -n "__fish_sayso_needs_command" -a "man" -d 'Print the manual page of sayso, or of a command'
complete -c sayso -n "__fish_sayso_needs_command" -a "load-document" -d 'Internal: interpret a document for another process of sayso'
complete -c sayso -n "__fish_sayso_needs_command" -a "help" -d 'Print this message or the help of the given subcommand(s)'
complete -c sayso -n "__fish_sayso_using_subcommand detect" -l format -d 'How to print them' -r -f -a "text\t'For people'
jsonl\t'One JSON object a document'
csv\t'One row an attribution'"
complete -c sayso -n "__fish_sayso_using_subcommand detect" -s o -l output -d 'Write to this file, with a manifest of the run beside it' -r -F
complete -c sayso -n "__fish_sayso_using_subcommand detect" -l jobs -d 'How many documents at once; by default as many as there are processors. The output is the same' -r
complete -c sayso -n "__fish_sayso_using_subcommand detect" -l input -d 'Read the document as this format, whatever its name' -r -f -a "auto\t'by what is in the file, then by its name'
txt\t'plain text'
md\t'Markdown'
html\t'a web page'
page\t'a web page, all of it'
epub\t'EPUB'
pdf\t'PDF'
docx\t'Word'
odt\t'OpenDocument'
rtf\t'Rich Text'
eml\t'a message'
mbox\t'a mailbox'
tei\t'XML'
org\t'org-mode'
jsonl\t'JSON lines'
csv\t'a table'
srt\t'subtitles'
vtt\t'subtitles'
asr\t'speech recognition'
sbv\t'subtitles'
ass\t'subtitles'
ttml\t'subtitles'
eaf\t'an ELAN transcript'
trs\t'a Transcriber transcript'
cha\t'a CHAT transcript'
textgrid\t'a TextGrid'
otr\t'an oTranscribe transcript'
timed-tsv\t'a table of what is said when'
fountain\t'a screenplay'
fdx\t'a screenplay'
fb2\t'FictionBook'
ipynb\t'a notebook'
zip\t'web pages in a zip archive'"
complete -c sayso -n "__fish_sayso_using_subcommand detect" -l column -d 'The column of a table (CSV, JSON lines) that holds the text' -r
complete -c sayso -n "__fish_sayso_using_subcommand detect" -l lines -d 'How lines of plain text become paragraphs' -r -f -a "flow\t'Lines inside a paragraph flow together'
keep\t'Lines inside a paragraph are kept'
paragraphs\t'Every line is a paragraph'"
complete -c sayso -n "__fish_sayso_using_subcommand detect" -l lang -d 'The language the document is in, as en, de, es, fr, it or da; by default that of each paragraph by its words' -r
complete -c sayso -n "__fish_sayso_using_subcommand detect" -l time-limit -d 'Time limit for reading a PDF; by default 10 seconds, and 10 more for each megabyte' -r
complete -c sayso -n "__fish_sayso_using_subcommand detect" -l as -d 'The annotator, who gets a sidecar of their own (small letters, digits, - and _)' -r
complete -c sayso -n "__fish_sayso_using_subcommand detect" -l sidecar -d 'Use this file as the sidecar' -r -F
complete -c sayso -n "__fish_sayso_using_subcommand detect" -l force -d 'Replace a file that detect wrote, or begin a run anew that was ended'
complete -c sayso -n "__fish_sayso_using_subcommand detect" -l resume -d 'Go on with a run into the same file that was ended; one that was not begun is begun'
complete -c sayso -n "__fish_sayso_using_subcommand detect" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c sayso -n "__fish_sayso_using_subcommand export" -l to -d 'The format: markdown, html, org, text, csv, jsonl, w3c, hypothesis, claims, tei, brat, xmi, elan, textgrid, clic, convokit, qdpx, doccano, label-studio, spacy, conll, conll2003' -r
complete -c sayso -n "__fish_sayso_using_subcommand export" -l template -d 'A template: audiobook, citations, notes, a file, or a name in the templates folder of the settings' -r
complete -c sayso -n "__fish_sayso_using_subcommand export" -s o -l output -d 'Write to this file, or one file a document into this folder' -r -F
complete -c sayso -n "__fish_sayso_using_subcommand export" -l into -d 'Write a block for each document into this Markdown note, in the place of the one that stands there; what you wrote stays' -r -F
complete -c sayso -n "__fish_sayso_using_subcommand export" -l only -d 'Only these, separated by commas: LABEL, speaker:NAME, status:STATUS, rating:RATING; none for without' -r
complete -c sayso -n "__fish_sayso_using_subcommand export" -l jobs -d 'How many documents at once; by default as many as there are processors. The output is the same' -r
complete -c sayso -n "__fish_sayso_using_subcommand export" -l input -d 'Read the document as this format, whatever its name' -r -f -a "auto\t'by what is in the file, then by its name'
txt\t'plain text'
md\t'Markdown'
html\t'a web page'
page\t'a web page, all of it'
epub\t'EPUB'
pdf\t'PDF'
docx\t'Word'
odt\t'OpenDocument'
rtf\t'Rich Text'
eml\t'a message'
mbox\t'a mailbox'
tei\t'XML'
org\t'org-mode'
jsonl\t'JSON lines'
csv\t'a table'
srt\t'subtitles'
vtt\t'subtitles'
asr\t'speech recognition'
sbv\t'subtitles'
ass\t'subtitles'
ttml\t'subtitles'
eaf\t'an ELAN transcript'
trs\t'a Transcriber transcript'
cha\t'a CHAT transcript'
textgrid\t'a TextGrid'
otr\t'an oTranscribe transcript'
timed-tsv\t'a table of what is said when'
fountain\t'a screenplay'
fdx\t'a screenplay'
fb2\t'FictionBook'
ipynb\t'a notebook'
zip\t'web pages in a zip archive'"
complete -c sayso -n "__fish_sayso_using_subcommand export" -l column -d 'The column of a table (CSV, JSON lines) that holds the text' -r
complete -c sayso -n "__fish_sayso_using_subcommand export" -l lines -d 'How lines of plain text become paragraphs' -r -f -a "flow\t'Lines inside a paragraph flow together'
keep\t'Lines inside a paragraph are kept'
paragraphs\t'Every line is a paragraph'"
complete -c sayso -n "__fish_sayso_using_subcommand export" -l lang -d 'The language the document is in, as en, de, es, fr, it or da; by default that of each paragraph by its words' -r
complete -c sayso -n "__fish_sayso_using_subcommand export" -l time-limit -d 'Time limit for reading a PDF; by default 10 seconds, and 10 more for each megabyte' -r
complete -c sayso -n "__fish_sayso_using_subcommand export" -l as -d 'The annotator, who gets a sidecar of their own (small letters, digits, - and _)' -r
complete -c sayso -n "__fish_sayso_using_subcommand export" -l sidecar -d 'Use this file as the sidecar' -r -F
complete -c sayso -n "__fish_sayso_using_subcommand export" -l suggested -d 'Include open suggestions'
complete -c sayso -n "__fish_sayso_using_subcommand export" -l rejected -d 'Include rejected suggestions'
complete -c sayso -n "__fish_sayso_using_subcommand export" -l strict -d 'End with exit code 1 when an annotation has lost its place or people disagree'
complete -c sayso -n "__fish_sayso_using_subcommand export" -l force -d 'Replace exports that exist; never a document, a sidecar or settings'
complete -c sayso -n "__fish_sayso_using_subcommand export" -l spreadsheet -d 'Escape cells that a spreadsheet would read as formulas'
complete -c sayso -n "__fish_sayso_using_subcommand export" -l resume -d 'Go on with a run into the same file that was ended; one that was not begun is begun'
complete -c sayso -n "__fish_sayso_using_subcommand export" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c sayso -n "__fish_sayso_using_subcommand find" -l same-as -d 'The same words elsewhere: every place that carries a quotation, word for word, shortened or altered, oldest document first' -r
complete -c sayso -n "__fish_sayso_using_subcommand find" -l by -d 'Only what this speaker says: a name, or the beginnings of its words joined by -; several times for one of several' -r
complete -c sayso -n "__fish_sayso_using_subcommand find" -l in -d 'Where to look: in what somebody says, in claims, or anywhere in the text' -r -f -a "quotes\t'In what somebody says: inside quotation marks, in turns and posts'
claims\t'In claims'
text\t'Anywhere'"
complete -c sayso -n "__fish_sayso_using_subcommand find" -l since -d 'Only documents of this day or later' -r
complete -c sayso -n "__fish_sayso_using_subcommand find" -l until -d 'Only documents of this day or earlier' -r
complete -c sayso -n "__fish_sayso_using_subcommand find" -l label -d 'Only words with this label; several times for one of several' -r
complete -c sayso -n "__fish_sayso_using_subcommand find" -l rating -d 'Only words with this rating; several times for one of several' -r
complete -c sayso -n "__fish_sayso_using_subcommand find" -l near -d 'The words stand in any order, with at most N others between' -r
complete -c sayso -n "__fish_sayso_using_subcommand find" -l limit -d 'End after so many results' -r
complete -c sayso -n "__fish_sayso_using_subcommand find" -l format -d 'How to print them' -r -f -a "text\t'For people'
jsonl\t'One JSON object a result'
csv\t'One row a result'"
complete -c sayso -n "__fish_sayso_using_subcommand find" -l input -d 'Read the document as this format, whatever its name' -r -f -a "auto\t'by what is in the file, then by its name'
txt\t'plain text'
md\t'Markdown'
html\t'a web page'
page\t'a web page, all of it'
epub\t'EPUB'
pdf\t'PDF'
docx\t'Word'
odt\t'OpenDocument'
rtf\t'Rich Text'
eml\t'a message'
mbox\t'a mailbox'
tei\t'XML'
org\t'org-mode'
jsonl\t'JSON lines'
csv\t'a table'
srt\t'subtitles'
vtt\t'subtitles'
asr\t'speech recognition'
sbv\t'subtitles'
ass\t'subtitles'
ttml\t'subtitles'
eaf\t'an ELAN transcript'
trs\t'a Transcriber transcript'
cha\t'a CHAT transcript'
textgrid\t'a TextGrid'
otr\t'an oTranscribe transcript'
timed-tsv\t'a table of what is said when'
fountain\t'a screenplay'
fdx\t'a screenplay'
fb2\t'FictionBook'
ipynb\t'a notebook'
zip\t'web pages in a zip archive'"
complete -c sayso -n "__fish_sayso_using_subcommand find" -l column -d 'The column of a table (CSV, JSON lines) that holds the text' -r
complete -c sayso -n "__fish_sayso_using_subcommand find" -l lines -d 'How lines of plain text become paragraphs' -r -f -a "flow\t'Lines inside a paragraph flow together'
keep\t'Lines inside a paragraph are kept'
paragraphs\t'Every line is a paragraph'"
complete -c sayso -n "__fish_sayso_using_subcommand find" -l lang -d 'The language the document is in, as en, de, es, fr, it or da; by default that of each paragraph by its words' -r
complete -c sayso -n "__fish_sayso_using_subcommand find" -l time-limit -d 'Time limit for reading a PDF; by default 10 seconds, and 10 more for each megabyte' -r
complete -c sayso -n "__fish_sayso_using_subcommand find" -l as -d 'The annotator, who gets a sidecar of their own (small letters, digits, - and _)' -r
complete -c sayso -n "__fish_sayso_using_subcommand find" -l sidecar -d 'Use this file as the sidecar' -r -F
complete -c sayso -n "__fish_sayso_using_subcommand find" -l word -d 'Only whole words'
complete -c sayso -n "__fish_sayso_using_subcommand find" -l regex -d 'The words are a regular expression'
complete -c sayso -n "__fish_sayso_using_subcommand find" -l no-index -d 'Read every document, without the index that is kept of a folder'
complete -c sayso -n "__fish_sayso_using_subcommand find" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c sayso -n "__fish_sayso_using_subcommand stats" -l format -d 'How to print them' -r -f -a "text\t'For people, with plain bars'
json\t'One JSON object'
csv\t'One row a line'
html\t'A page with pictures that needs nothing else'"
complete -c sayso -n "__fish_sayso_using_subcommand stats" -l by -d 'Only this table; CSV has one, of speakers unless another is named' -r -f -a "speaker\t'Who says how much'
gender\t'The same by gender of the name'
outlet\t'Who published it'
time\t'When'
label\t'What is labelled'
rating\t'How claims are rated'
level\t'How right suggestions were, by level of doubt'
kind\t'How right suggestions were, by kind of statement'
annotator\t'How far everybody is with what is shared out'"
complete -c sayso -n "__fish_sayso_using_subcommand stats" -l since -d 'Only documents of this day or later' -r
complete -c sayso -n "__fish_sayso_using_subcommand stats" -l until -d 'Only documents of this day or earlier' -r
complete -c sayso -n "__fish_sayso_using_subcommand stats" -l top -d 'Most rows of speakers and outlets; the others become one row' -r
complete -c sayso -n "__fish_sayso_using_subcommand stats" -s o -l output -d 'Write to this file' -r -F
complete -c sayso -n "__fish_sayso_using_subcommand stats" -l input -d 'Read the document as this format, whatever its name' -r -f -a "auto\t'by what is in the file, then by its name'
txt\t'plain text'
md\t'Markdown'
html\t'a web page'
page\t'a web page, all of it'
epub\t'EPUB'
pdf\t'PDF'
docx\t'Word'
odt\t'OpenDocument'
rtf\t'Rich Text'
eml\t'a message'
mbox\t'a mailbox'
tei\t'XML'
org\t'org-mode'
jsonl\t'JSON lines'
csv\t'a table'
srt\t'subtitles'
vtt\t'subtitles'
asr\t'speech recognition'
sbv\t'subtitles'
ass\t'subtitles'
ttml\t'subtitles'
eaf\t'an ELAN transcript'
trs\t'a Transcriber transcript'
cha\t'a CHAT transcript'
textgrid\t'a TextGrid'
otr\t'an oTranscribe transcript'
timed-tsv\t'a table of what is said when'
fountain\t'a screenplay'
fdx\t'a screenplay'
fb2\t'FictionBook'
ipynb\t'a notebook'
zip\t'web pages in a zip archive'"
complete -c sayso -n "__fish_sayso_using_subcommand stats" -l column -d 'The column of a table (CSV, JSON lines) that holds the text' -r
complete -c sayso -n "__fish_sayso_using_subcommand stats" -l lines -d 'How lines of plain text become paragraphs' -r -f -a "flow\t'Lines inside a paragraph flow together'
keep\t'Lines inside a paragraph are kept'
paragraphs\t'Every line is a paragraph'"
complete -c sayso -n "__fish_sayso_using_subcommand stats" -l lang -d 'The language the document is in, as en, de, es, fr, it or da; by default that of each paragraph by its words' -r
complete -c sayso -n "__fish_sayso_using_subcommand stats" -l time-limit -d 'Time limit for reading a PDF; by default 10 seconds, and 10 more for each megabyte' -r
complete -c sayso -n "__fish_sayso_using_subcommand stats" -l as -d 'The annotator, who gets a sidecar of their own (small letters, digits, - and _)' -r
complete -c sayso -n "__fish_sayso_using_subcommand stats" -l sidecar -d 'Use this file as the sidecar' -r -F
complete -c sayso -n "__fish_sayso_using_subcommand stats" -l gender -d 'Tell speakers apart by the gender that names, titles and pronouns suggest; nobody was asked'
complete -c sayso -n "__fish_sayso_using_subcommand stats" -l force -d 'Replace figures that exist; never a document, a sidecar or settings'
complete -c sayso -n "__fish_sayso_using_subcommand stats" -l no-index -d 'Read every document, without the index that is kept of a folder'
complete -c sayso -n "__fish_sayso_using_subcommand stats" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c sayso -n "__fish_sayso_using_subcommand verify" -l against -d 'What they quote: transcripts, reports, messages, other articles; of a folder all documents in it. Without it the sources that are attached to each article count' -r -F
complete -c sayso -n "__fish_sayso_using_subcommand verify" -l elsewhere -d 'Where to look for words that no source has' -r -F
complete -c sayso -n "__fish_sayso_using_subcommand verify" -l allow -d 'Verdicts and kinds that are let pass, separated by commas; none lets nothing pass' -r
complete -c sayso -n "__fish_sayso_using_subcommand verify" -l allow-list -d 'Quotations that are let pass: lines of a verdict, the first six words and the reason, with a tab between' -r -F
complete -c sayso -n "__fish_sayso_using_subcommand verify" -l only -d 'Only these: a verdict, a kind, or speaker:NAME; several times for any of several' -r
complete -c sayso -n "__fish_sayso_using_subcommand verify" -l jobs -d 'How many documents at once; by default as many as there are processors. The output is the same' -r
complete -c sayso -n "__fish_sayso_using_subcommand verify" -l format -d 'How to print them' -r -f -a "text\t'For people'
jsonl\t'One JSON object a quotation'
csv\t'One row a quotation'
html\t'A page that needs nothing else'
sarif\t'SARIF 2.1.0, for builds and code hosts; with --all sound ones too'"
complete -c sayso -n "__fish_sayso_using_subcommand verify" -l input -d 'Read the document as this format, whatever its name' -r -f -a "auto\t'by what is in the file, then by its name'
txt\t'plain text'
md\t'Markdown'
html\t'a web page'
page\t'a web page, all of it'
epub\t'EPUB'
pdf\t'PDF'
docx\t'Word'
odt\t'OpenDocument'
rtf\t'Rich Text'
eml\t'a message'
mbox\t'a mailbox'
tei\t'XML'
org\t'org-mode'
jsonl\t'JSON lines'
csv\t'a table'
srt\t'subtitles'
vtt\t'subtitles'
asr\t'speech recognition'
sbv\t'subtitles'
ass\t'subtitles'
ttml\t'subtitles'
eaf\t'an ELAN transcript'
trs\t'a Transcriber transcript'
cha\t'a CHAT transcript'
textgrid\t'a TextGrid'
otr\t'an oTranscribe transcript'
timed-tsv\t'a table of what is said when'
fountain\t'a screenplay'
fdx\t'a screenplay'
fb2\t'FictionBook'
ipynb\t'a notebook'
zip\t'web pages in a zip archive'"
complete -c sayso -n "__fish_sayso_using_subcommand verify" -l column -d 'The column of a table (CSV, JSON lines) that holds the text' -r
complete -c sayso -n "__fish_sayso_using_subcommand verify" -l lines -d 'How lines of plain text become paragraphs' -r -f -a "flow\t'Lines inside a paragraph flow together'
keep\t'Lines inside a paragraph are kept'
paragraphs\t'Every line is a paragraph'"
complete -c sayso -n "__fish_sayso_using_subcommand verify" -l lang -d 'The language the document is in, as en, de, es, fr, it or da; by default that of each paragraph by its words' -r
complete -c sayso -n "__fish_sayso_using_subcommand verify" -l time-limit -d 'Time limit for reading a PDF; by default 10 seconds, and 10 more for each megabyte' -r
complete -c sayso -n "__fish_sayso_using_subcommand verify" -l as -d 'The annotator, who gets a sidecar of their own (small letters, digits, - and _)' -r
complete -c sayso -n "__fish_sayso_using_subcommand verify" -l sidecar -d 'Use this file as the sidecar' -r -F
complete -c sayso -n "__fish_sayso_using_subcommand verify" -l as-spoken -d 'Take hesitations and repetitions of speech for words like others'
complete -c sayso -n "__fish_sayso_using_subcommand verify" -l all -d 'Check headings, titles and single words in quotation marks too; SARIF then has sound quotations as well'
complete -c sayso -n "__fish_sayso_using_subcommand verify" -l coverage -d 'The other way round: which parts of each source were quoted, by whom, how often'
complete -c sayso -n "__fish_sayso_using_subcommand verify" -l open -d 'Open the article in the reader, at the first quotation to look at, beside these sources, which are attached to it'
complete -c sayso -n "__fish_sayso_using_subcommand verify" -l no-index -d 'Read every document, without the index that is kept of a folder'
complete -c sayso -n "__fish_sayso_using_subcommand verify" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c sayso -n "__fish_sayso_using_subcommand import" -l from -d 'What it is: sayso, w3c, hypothesis, brat, jsonl, csv, clic, doccano, label-studio, xmi, qdpx; recognised by its content where that is clear' -r
complete -c sayso -n "__fish_sayso_using_subcommand import" -l into -d 'The document it is about, or the folder of its documents; otherwise the one that the file names' -r -F
complete -c sayso -n "__fish_sayso_using_subcommand import" -l label -d 'What a label of the file is called here: FROM=TO' -r
complete -c sayso -n "__fish_sayso_using_subcommand import" -l by -d 'Whose annotations they are, where the file does not say' -r
complete -c sayso -n "__fish_sayso_using_subcommand import" -l input -d 'Read the document as this format, whatever its name' -r -f -a "auto\t'by what is in the file, then by its name'
txt\t'plain text'
md\t'Markdown'
html\t'a web page'
page\t'a web page, all of it'
epub\t'EPUB'
pdf\t'PDF'
docx\t'Word'
odt\t'OpenDocument'
rtf\t'Rich Text'
eml\t'a message'
mbox\t'a mailbox'
tei\t'XML'
org\t'org-mode'
jsonl\t'JSON lines'
csv\t'a table'
srt\t'subtitles'
vtt\t'subtitles'
asr\t'speech recognition'
sbv\t'subtitles'
ass\t'subtitles'
ttml\t'subtitles'
eaf\t'an ELAN transcript'
trs\t'a Transcriber transcript'
cha\t'a CHAT transcript'
textgrid\t'a TextGrid'
otr\t'an oTranscribe transcript'
timed-tsv\t'a table of what is said when'
fountain\t'a screenplay'
fdx\t'a screenplay'
fb2\t'FictionBook'
ipynb\t'a notebook'
zip\t'web pages in a zip archive'"
complete -c sayso -n "__fish_sayso_using_subcommand import" -l column -d 'The column of a table (CSV, JSON lines) that holds the text' -r
complete -c sayso -n "__fish_sayso_using_subcommand import" -l lines -d 'How lines of plain text become paragraphs' -r -f -a "flow\t'Lines inside a paragraph flow together'
keep\t'Lines inside a paragraph are kept'
paragraphs\t'Every line is a paragraph'"
complete -c sayso -n "__fish_sayso_using_subcommand import" -l lang -d 'The language the document is in, as en, de, es, fr, it or da; by default that of each paragraph by its words' -r
complete -c sayso -n "__fish_sayso_using_subcommand import" -l time-limit -d 'Time limit for reading a PDF; by default 10 seconds, and 10 more for each megabyte' -r
complete -c sayso -n "__fish_sayso_using_subcommand import" -l as -d 'The annotator, who gets a sidecar of their own (small letters, digits, - and _)' -r
complete -c sayso -n "__fish_sayso_using_subcommand import" -l sidecar -d 'Use this file as the sidecar' -r -F
complete -c sayso -n "__fish_sayso_using_subcommand import" -l dry-run -d 'Say of each annotation what would become of it, and change nothing'
complete -c sayso -n "__fish_sayso_using_subcommand import" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c sayso -n "__fish_sayso_using_subcommand check" -l input -d 'Read the document as this format, whatever its name' -r -f -a "auto\t'by what is in the file, then by its name'
txt\t'plain text'
md\t'Markdown'
html\t'a web page'
page\t'a web page, all of it'
epub\t'EPUB'
pdf\t'PDF'
docx\t'Word'
odt\t'OpenDocument'
rtf\t'Rich Text'
eml\t'a message'
mbox\t'a mailbox'
tei\t'XML'
org\t'org-mode'
jsonl\t'JSON lines'
csv\t'a table'
srt\t'subtitles'
vtt\t'subtitles'
asr\t'speech recognition'
sbv\t'subtitles'
ass\t'subtitles'
ttml\t'subtitles'
eaf\t'an ELAN transcript'
trs\t'a Transcriber transcript'
cha\t'a CHAT transcript'
textgrid\t'a TextGrid'
otr\t'an oTranscribe transcript'
timed-tsv\t'a table of what is said when'
fountain\t'a screenplay'
fdx\t'a screenplay'
fb2\t'FictionBook'
ipynb\t'a notebook'
zip\t'web pages in a zip archive'"
complete -c sayso -n "__fish_sayso_using_subcommand check" -l column -d 'The column of a table (CSV, JSON lines) that holds the text' -r
complete -c sayso -n "__fish_sayso_using_subcommand check" -l lines -d 'How lines of plain text become paragraphs' -r -f -a "flow\t'Lines inside a paragraph flow together'
keep\t'Lines inside a paragraph are kept'
paragraphs\t'Every line is a paragraph'"
complete -c sayso -n "__fish_sayso_using_subcommand check" -l lang -d 'The language the document is in, as en, de, es, fr, it or da; by default that of each paragraph by its words' -r
complete -c sayso -n "__fish_sayso_using_subcommand check" -l time-limit -d 'Time limit for reading a PDF; by default 10 seconds, and 10 more for each megabyte' -r
complete -c sayso -n "__fish_sayso_using_subcommand check" -l as -d 'The annotator, who gets a sidecar of their own (small letters, digits, - and _)' -r
complete -c sayso -n "__fish_sayso_using_subcommand check" -l sidecar -d 'Use this file as the sidecar' -r -F
complete -c sayso -n "__fish_sayso_using_subcommand check" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c sayso -n "__fish_sayso_using_subcommand compare" -l of -d 'The annotators, separated by commas: those whose sidecars are read. - is the sidecar without a name. By default everybody who has one beside a document' -r
complete -c sayso -n "__fish_sayso_using_subcommand compare" -l from -d 'What the exports are: sayso, w3c, hypothesis, brat, jsonl, csv, clic, doccano, label-studio, xmi, qdpx; recognised by their content where that is clear' -r
complete -c sayso -n "__fish_sayso_using_subcommand compare" -l label -d 'What a label of the exports is called here: FROM=TO' -r
complete -c sayso -n "__fish_sayso_using_subcommand compare" -l jobs -d 'How many documents at once; by default as many as there are processors. The output is the same' -r
complete -c sayso -n "__fish_sayso_using_subcommand compare" -l format -d 'How to print them' -r -f -a "text\t'For people: the places that differ'
jsonl\t'One JSON object a place'
csv\t'One row for each place and annotator'
html\t'A page that needs nothing else'"
complete -c sayso -n "__fish_sayso_using_subcommand compare" -l input -d 'Read the document as this format, whatever its name' -r -f -a "auto\t'by what is in the file, then by its name'
txt\t'plain text'
md\t'Markdown'
html\t'a web page'
page\t'a web page, all of it'
epub\t'EPUB'
pdf\t'PDF'
docx\t'Word'
odt\t'OpenDocument'
rtf\t'Rich Text'
eml\t'a message'
mbox\t'a mailbox'
tei\t'XML'
org\t'org-mode'
jsonl\t'JSON lines'
csv\t'a table'
srt\t'subtitles'
vtt\t'subtitles'
asr\t'speech recognition'
sbv\t'subtitles'
ass\t'subtitles'
ttml\t'subtitles'
eaf\t'an ELAN transcript'
trs\t'a Transcriber transcript'
cha\t'a CHAT transcript'
textgrid\t'a TextGrid'
otr\t'an oTranscribe transcript'
timed-tsv\t'a table of what is said when'
fountain\t'a screenplay'
fdx\t'a screenplay'
fb2\t'FictionBook'
ipynb\t'a notebook'
zip\t'web pages in a zip archive'"
complete -c sayso -n "__fish_sayso_using_subcommand compare" -l column -d 'The column of a table (CSV, JSON lines) that holds the text' -r
complete -c sayso -n "__fish_sayso_using_subcommand compare" -l lines -d 'How lines of plain text become paragraphs' -r -f -a "flow\t'Lines inside a paragraph flow together'
keep\t'Lines inside a paragraph are kept'
paragraphs\t'Every line is a paragraph'"
complete -c sayso -n "__fish_sayso_using_subcommand compare" -l lang -d 'The language the document is in, as en, de, es, fr, it or da; by default that of each paragraph by its words' -r
complete -c sayso -n "__fish_sayso_using_subcommand compare" -l time-limit -d 'Time limit for reading a PDF; by default 10 seconds, and 10 more for each megabyte' -r
complete -c sayso -n "__fish_sayso_using_subcommand compare" -l as -d 'The annotator, who gets a sidecar of their own (small letters, digits, - and _)' -r
complete -c sayso -n "__fish_sayso_using_subcommand compare" -l sidecar -d 'Use this file as the sidecar' -r -F
complete -c sayso -n "__fish_sayso_using_subcommand compare" -l all -d 'In text also the places that are the same'
complete -c sayso -n "__fish_sayso_using_subcommand compare" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c sayso -n "__fish_sayso_using_subcommand agree" -l of -d 'The annotators, separated by commas: those whose sidecars are read. - is the sidecar without a name. By default everybody who has one beside a document' -r
complete -c sayso -n "__fish_sayso_using_subcommand agree" -l from -d 'What the exports are: sayso, w3c, hypothesis, brat, jsonl, csv, clic, doccano, label-studio, xmi, qdpx; recognised by their content where that is clear' -r
complete -c sayso -n "__fish_sayso_using_subcommand agree" -l label -d 'What a label of the exports is called here: FROM=TO' -r
complete -c sayso -n "__fish_sayso_using_subcommand agree" -l jobs -d 'How many documents at once; by default as many as there are processors. The output is the same' -r
complete -c sayso -n "__fish_sayso_using_subcommand agree" -l format -d 'How to print it' -r -f -a "text\t'For people'
json\t'One JSON object: of each label its measures'
jsonl\t'One JSON object a label'
csv\t'One row a label'
html\t'A page that needs nothing else'"
complete -c sayso -n "__fish_sayso_using_subcommand agree" -l by -d 'The same of each document, or of each pair of annotators' -r -f -a "document\t'Each document'
pair\t'Each two annotators'"
complete -c sayso -n "__fish_sayso_using_subcommand agree" -l samples -d 'How many samples intervals are of, and γ' -r
complete -c sayso -n "__fish_sayso_using_subcommand agree" -l seed -d 'What the samples are drawn from: the same seed gives the same' -r
complete -c sayso -n "__fish_sayso_using_subcommand agree" -l input -d 'Read the document as this format, whatever its name' -r -f -a "auto\t'by what is in the file, then by its name'
txt\t'plain text'
md\t'Markdown'
html\t'a web page'
page\t'a web page, all of it'
epub\t'EPUB'
pdf\t'PDF'
docx\t'Word'
odt\t'OpenDocument'
rtf\t'Rich Text'
eml\t'a message'
mbox\t'a mailbox'
tei\t'XML'
org\t'org-mode'
jsonl\t'JSON lines'
csv\t'a table'
srt\t'subtitles'
vtt\t'subtitles'
asr\t'speech recognition'
sbv\t'subtitles'
ass\t'subtitles'
ttml\t'subtitles'
eaf\t'an ELAN transcript'
trs\t'a Transcriber transcript'
cha\t'a CHAT transcript'
textgrid\t'a TextGrid'
otr\t'an oTranscribe transcript'
timed-tsv\t'a table of what is said when'
fountain\t'a screenplay'
fdx\t'a screenplay'
fb2\t'FictionBook'
ipynb\t'a notebook'
zip\t'web pages in a zip archive'"
complete -c sayso -n "__fish_sayso_using_subcommand agree" -l column -d 'The column of a table (CSV, JSON lines) that holds the text' -r
complete -c sayso -n "__fish_sayso_using_subcommand agree" -l lines -d 'How lines of plain text become paragraphs' -r -f -a "flow\t'Lines inside a paragraph flow together'
keep\t'Lines inside a paragraph are kept'
paragraphs\t'Every line is a paragraph'"
complete -c sayso -n "__fish_sayso_using_subcommand agree" -l lang -d 'The language the document is in, as en, de, es, fr, it or da; by default that of each paragraph by its words' -r
complete -c sayso -n "__fish_sayso_using_subcommand agree" -l time-limit -d 'Time limit for reading a PDF; by default 10 seconds, and 10 more for each megabyte' -r
complete -c sayso -n "__fish_sayso_using_subcommand agree" -l as -d 'The annotator, who gets a sidecar of their own (small letters, digits, - and _)' -r
complete -c sayso -n "__fish_sayso_using_subcommand agree" -l sidecar -d 'Use this file as the sidecar' -r -F
complete -c sayso -n "__fish_sayso_using_subcommand agree" -l gamma -d 'Also γ (Mathet, Widlöcher and Métivier 2015), which takes time'
complete -c sayso -n "__fish_sayso_using_subcommand agree" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c sayso -n "__fish_sayso_using_subcommand assign" -l annotators -d 'Those among whom documents are shared out, separated by commas; they annotate with --as NAME' -r
complete -c sayso -n "__fish_sayso_using_subcommand assign" -l overlap -d 'The share of documents that two have, 0 to 1: on these they can be compared' -r
complete -c sayso -n "__fish_sayso_using_subcommand assign" -l seed -d 'The seed of chance: the same seed shares out the same way' -r
complete -c sayso -n "__fish_sayso_using_subcommand assign" -l format -d 'How to print who is how far' -r -f -a "text\t'For people: a line an annotator'
jsonl\t'One JSON object for each document and annotator'
csv\t'One row for each document and annotator'"
complete -c sayso -n "__fish_sayso_using_subcommand assign" -l input -d 'Read the document as this format, whatever its name' -r -f -a "auto\t'by what is in the file, then by its name'
txt\t'plain text'
md\t'Markdown'
html\t'a web page'
page\t'a web page, all of it'
epub\t'EPUB'
pdf\t'PDF'
docx\t'Word'
odt\t'OpenDocument'
rtf\t'Rich Text'
eml\t'a message'
mbox\t'a mailbox'
tei\t'XML'
org\t'org-mode'
jsonl\t'JSON lines'
csv\t'a table'
srt\t'subtitles'
vtt\t'subtitles'
asr\t'speech recognition'
sbv\t'subtitles'
ass\t'subtitles'
ttml\t'subtitles'
eaf\t'an ELAN transcript'
trs\t'a Transcriber transcript'
cha\t'a CHAT transcript'
textgrid\t'a TextGrid'
otr\t'an oTranscribe transcript'
timed-tsv\t'a table of what is said when'
fountain\t'a screenplay'
fdx\t'a screenplay'
fb2\t'FictionBook'
ipynb\t'a notebook'
zip\t'web pages in a zip archive'"
complete -c sayso -n "__fish_sayso_using_subcommand assign" -l column -d 'The column of a table (CSV, JSON lines) that holds the text' -r
complete -c sayso -n "__fish_sayso_using_subcommand assign" -l lines -d 'How lines of plain text become paragraphs' -r -f -a "flow\t'Lines inside a paragraph flow together'
keep\t'Lines inside a paragraph are kept'
paragraphs\t'Every line is a paragraph'"
complete -c sayso -n "__fish_sayso_using_subcommand assign" -l lang -d 'The language the document is in, as en, de, es, fr, it or da; by default that of each paragraph by its words' -r
complete -c sayso -n "__fish_sayso_using_subcommand assign" -l time-limit -d 'Time limit for reading a PDF; by default 10 seconds, and 10 more for each megabyte' -r
complete -c sayso -n "__fish_sayso_using_subcommand assign" -l as -d 'The annotator, who gets a sidecar of their own (small letters, digits, - and _)' -r
complete -c sayso -n "__fish_sayso_using_subcommand assign" -l sidecar -d 'Use this file as the sidecar' -r -F
complete -c sayso -n "__fish_sayso_using_subcommand assign" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c sayso -n "__fish_sayso_using_subcommand adjudicate" -l of -d 'The annotators, separated by commas. - is the sidecar without a name. By default everybody who has one beside the document but for the curator' -r
complete -c sayso -n "__fish_sayso_using_subcommand adjudicate" -l prefill -d 'What is proposed where they differ, taken with Enter' -r -f -a "unanimous\t'Nothing: only what all agree on is taken'
majority\t'What more than half of them say'
union\t'What anybody labelled, where those who did agree'
first\t'What the first of them says'"
complete -c sayso -n "__fish_sayso_using_subcommand adjudicate" -l input -d 'Read the document as this format, whatever its name' -r -f -a "auto\t'by what is in the file, then by its name'
txt\t'plain text'
md\t'Markdown'
html\t'a web page'
page\t'a web page, all of it'
epub\t'EPUB'
pdf\t'PDF'
docx\t'Word'
odt\t'OpenDocument'
rtf\t'Rich Text'
eml\t'a message'
mbox\t'a mailbox'
tei\t'XML'
org\t'org-mode'
jsonl\t'JSON lines'
csv\t'a table'
srt\t'subtitles'
vtt\t'subtitles'
asr\t'speech recognition'
sbv\t'subtitles'
ass\t'subtitles'
ttml\t'subtitles'
eaf\t'an ELAN transcript'
trs\t'a Transcriber transcript'
cha\t'a CHAT transcript'
textgrid\t'a TextGrid'
otr\t'an oTranscribe transcript'
timed-tsv\t'a table of what is said when'
fountain\t'a screenplay'
fdx\t'a screenplay'
fb2\t'FictionBook'
ipynb\t'a notebook'
zip\t'web pages in a zip archive'"
complete -c sayso -n "__fish_sayso_using_subcommand adjudicate" -l column -d 'The column of a table (CSV, JSON lines) that holds the text' -r
complete -c sayso -n "__fish_sayso_using_subcommand adjudicate" -l lines -d 'How lines of plain text become paragraphs' -r -f -a "flow\t'Lines inside a paragraph flow together'
keep\t'Lines inside a paragraph are kept'
paragraphs\t'Every line is a paragraph'"
complete -c sayso -n "__fish_sayso_using_subcommand adjudicate" -l lang -d 'The language the document is in, as en, de, es, fr, it or da; by default that of each paragraph by its words' -r
complete -c sayso -n "__fish_sayso_using_subcommand adjudicate" -l time-limit -d 'Time limit for reading a PDF; by default 10 seconds, and 10 more for each megabyte' -r
complete -c sayso -n "__fish_sayso_using_subcommand adjudicate" -l as -d 'The annotator, who gets a sidecar of their own (small letters, digits, - and _)' -r
complete -c sayso -n "__fish_sayso_using_subcommand adjudicate" -l sidecar -d 'Use this file as the sidecar' -r -F
complete -c sayso -n "__fish_sayso_using_subcommand adjudicate" -l plain -d 'Line by line, without a screen'
complete -c sayso -n "__fish_sayso_using_subcommand adjudicate" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c sayso -n "__fish_sayso_using_subcommand merge" -l base -d 'The sidecar that all of them began as: what one of them removed since then stays removed' -r -F
complete -c sayso -n "__fish_sayso_using_subcommand merge" -s o -l output -d 'Write to this file: a new one, or one of those that are merged' -r -F
complete -c sayso -n "__fish_sayso_using_subcommand merge" -l driver -d 'As git calls a merge driver (%O %A %B %P): the result takes the place of OURS' -r -F
complete -c sayso -n "__fish_sayso_using_subcommand merge" -l input -d 'Read the document as this format, whatever its name' -r -f -a "auto\t'by what is in the file, then by its name'
txt\t'plain text'
md\t'Markdown'
html\t'a web page'
page\t'a web page, all of it'
epub\t'EPUB'
pdf\t'PDF'
docx\t'Word'
odt\t'OpenDocument'
rtf\t'Rich Text'
eml\t'a message'
mbox\t'a mailbox'
tei\t'XML'
org\t'org-mode'
jsonl\t'JSON lines'
csv\t'a table'
srt\t'subtitles'
vtt\t'subtitles'
asr\t'speech recognition'
sbv\t'subtitles'
ass\t'subtitles'
ttml\t'subtitles'
eaf\t'an ELAN transcript'
trs\t'a Transcriber transcript'
cha\t'a CHAT transcript'
textgrid\t'a TextGrid'
otr\t'an oTranscribe transcript'
timed-tsv\t'a table of what is said when'
fountain\t'a screenplay'
fdx\t'a screenplay'
fb2\t'FictionBook'
ipynb\t'a notebook'
zip\t'web pages in a zip archive'"
complete -c sayso -n "__fish_sayso_using_subcommand merge" -l column -d 'The column of a table (CSV, JSON lines) that holds the text' -r
complete -c sayso -n "__fish_sayso_using_subcommand merge" -l lines -d 'How lines of plain text become paragraphs' -r -f -a "flow\t'Lines inside a paragraph flow together'
keep\t'Lines inside a paragraph are kept'
paragraphs\t'Every line is a paragraph'"
complete -c sayso -n "__fish_sayso_using_subcommand merge" -l lang -d 'The language the document is in, as en, de, es, fr, it or da; by default that of each paragraph by its words' -r
complete -c sayso -n "__fish_sayso_using_subcommand merge" -l time-limit -d 'Time limit for reading a PDF; by default 10 seconds, and 10 more for each megabyte' -r
complete -c sayso -n "__fish_sayso_using_subcommand merge" -l as -d 'The annotator, who gets a sidecar of their own (small letters, digits, - and _)' -r
complete -c sayso -n "__fish_sayso_using_subcommand merge" -l sidecar -d 'Use this file as the sidecar' -r -F
complete -c sayso -n "__fish_sayso_using_subcommand merge" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c sayso -n "__fish_sayso_using_subcommand git-setup" -l input -d 'Read the document as this format, whatever its name' -r -f -a "auto\t'by what is in the file, then by its name'
txt\t'plain text'
md\t'Markdown'
html\t'a web page'
page\t'a web page, all of it'
epub\t'EPUB'
pdf\t'PDF'
docx\t'Word'
odt\t'OpenDocument'
rtf\t'Rich Text'
eml\t'a message'
mbox\t'a mailbox'
tei\t'XML'
org\t'org-mode'
jsonl\t'JSON lines'
csv\t'a table'
srt\t'subtitles'
vtt\t'subtitles'
asr\t'speech recognition'
sbv\t'subtitles'
ass\t'subtitles'
ttml\t'subtitles'
eaf\t'an ELAN transcript'
trs\t'a Transcriber transcript'
cha\t'a CHAT transcript'
textgrid\t'a TextGrid'
otr\t'an oTranscribe transcript'
timed-tsv\t'a table of what is said when'
fountain\t'a screenplay'
fdx\t'a screenplay'
fb2\t'FictionBook'
ipynb\t'a notebook'
zip\t'web pages in a zip archive'"
complete -c sayso -n "__fish_sayso_using_subcommand git-setup" -l column -d 'The column of a table (CSV, JSON lines) that holds the text' -r
complete -c sayso -n "__fish_sayso_using_subcommand git-setup" -l lines -d 'How lines of plain text become paragraphs' -r -f -a "flow\t'Lines inside a paragraph flow together'
keep\t'Lines inside a paragraph are kept'
paragraphs\t'Every line is a paragraph'"
complete -c sayso -n "__fish_sayso_using_subcommand git-setup" -l lang -d 'The language the document is in, as en, de, es, fr, it or da; by default that of each paragraph by its words' -r
complete -c sayso -n "__fish_sayso_using_subcommand git-setup" -l time-limit -d 'Time limit for reading a PDF; by default 10 seconds, and 10 more for each megabyte' -r
complete -c sayso -n "__fish_sayso_using_subcommand git-setup" -l as -d 'The annotator, who gets a sidecar of their own (small letters, digits, - and _)' -r
complete -c sayso -n "__fish_sayso_using_subcommand git-setup" -l sidecar -d 'Use this file as the sidecar' -r -F
complete -c sayso -n "__fish_sayso_using_subcommand git-setup" -l undo -d 'Take back what an earlier run did'
complete -c sayso -n "__fish_sayso_using_subcommand git-setup" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c sayso -n "__fish_sayso_using_subcommand codebook" -l to -d 'Write the schema of a tool: brat, label-studio, inception' -r
complete -c sayso -n "__fish_sayso_using_subcommand codebook" -l from -d 'Read the schema of a tool: brat, label-studio' -r
complete -c sayso -n "__fish_sayso_using_subcommand codebook" -s o -l output -d 'Write into this folder, or to this file where it is only one' -r -F
complete -c sayso -n "__fish_sayso_using_subcommand codebook" -l input -d 'Read the document as this format, whatever its name' -r -f -a "auto\t'by what is in the file, then by its name'
txt\t'plain text'
md\t'Markdown'
html\t'a web page'
page\t'a web page, all of it'
epub\t'EPUB'
pdf\t'PDF'
docx\t'Word'
odt\t'OpenDocument'
rtf\t'Rich Text'
eml\t'a message'
mbox\t'a mailbox'
tei\t'XML'
org\t'org-mode'
jsonl\t'JSON lines'
csv\t'a table'
srt\t'subtitles'
vtt\t'subtitles'
asr\t'speech recognition'
sbv\t'subtitles'
ass\t'subtitles'
ttml\t'subtitles'
eaf\t'an ELAN transcript'
trs\t'a Transcriber transcript'
cha\t'a CHAT transcript'
textgrid\t'a TextGrid'
otr\t'an oTranscribe transcript'
timed-tsv\t'a table of what is said when'
fountain\t'a screenplay'
fdx\t'a screenplay'
fb2\t'FictionBook'
ipynb\t'a notebook'
zip\t'web pages in a zip archive'"
complete -c sayso -n "__fish_sayso_using_subcommand codebook" -l column -d 'The column of a table (CSV, JSON lines) that holds the text' -r
complete -c sayso -n "__fish_sayso_using_subcommand codebook" -l lines -d 'How lines of plain text become paragraphs' -r -f -a "flow\t'Lines inside a paragraph flow together'
keep\t'Lines inside a paragraph are kept'
paragraphs\t'Every line is a paragraph'"
complete -c sayso -n "__fish_sayso_using_subcommand codebook" -l lang -d 'The language the document is in, as en, de, es, fr, it or da; by default that of each paragraph by its words' -r
complete -c sayso -n "__fish_sayso_using_subcommand codebook" -l time-limit -d 'Time limit for reading a PDF; by default 10 seconds, and 10 more for each megabyte' -r
complete -c sayso -n "__fish_sayso_using_subcommand codebook" -l as -d 'The annotator, who gets a sidecar of their own (small letters, digits, - and _)' -r
complete -c sayso -n "__fish_sayso_using_subcommand codebook" -l sidecar -d 'Use this file as the sidecar' -r -F
complete -c sayso -n "__fish_sayso_using_subcommand codebook" -l force -d 'Replace files that exist'
complete -c sayso -n "__fish_sayso_using_subcommand codebook" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c sayso -n "__fish_sayso_using_subcommand where" -l input -d 'Read the document as this format, whatever its name' -r -f -a "auto\t'by what is in the file, then by its name'
txt\t'plain text'
md\t'Markdown'
html\t'a web page'
page\t'a web page, all of it'
epub\t'EPUB'
pdf\t'PDF'
docx\t'Word'
odt\t'OpenDocument'
rtf\t'Rich Text'
eml\t'a message'
mbox\t'a mailbox'
tei\t'XML'
org\t'org-mode'
jsonl\t'JSON lines'
csv\t'a table'
srt\t'subtitles'
vtt\t'subtitles'
asr\t'speech recognition'
sbv\t'subtitles'
ass\t'subtitles'
ttml\t'subtitles'
eaf\t'an ELAN transcript'
trs\t'a Transcriber transcript'
cha\t'a CHAT transcript'
textgrid\t'a TextGrid'
otr\t'an oTranscribe transcript'
timed-tsv\t'a table of what is said when'
fountain\t'a screenplay'
fdx\t'a screenplay'
fb2\t'FictionBook'
ipynb\t'a notebook'
zip\t'web pages in a zip archive'"
complete -c sayso -n "__fish_sayso_using_subcommand where" -l column -d 'The column of a table (CSV, JSON lines) that holds the text' -r
complete -c sayso -n "__fish_sayso_using_subcommand where" -l lines -d 'How lines of plain text become paragraphs' -r -f -a "flow\t'Lines inside a paragraph flow together'
keep\t'Lines inside a paragraph are kept'
paragraphs\t'Every line is a paragraph'"
complete -c sayso -n "__fish_sayso_using_subcommand where" -l lang -d 'The language the document is in, as en, de, es, fr, it or da; by default that of each paragraph by its words' -r
complete -c sayso -n "__fish_sayso_using_subcommand where" -l time-limit -d 'Time limit for reading a PDF; by default 10 seconds, and 10 more for each megabyte' -r
complete -c sayso -n "__fish_sayso_using_subcommand where" -l as -d 'The annotator, who gets a sidecar of their own (small letters, digits, - and _)' -r
complete -c sayso -n "__fish_sayso_using_subcommand where" -l sidecar -d 'Use this file as the sidecar' -r -F
complete -c sayso -n "__fish_sayso_using_subcommand where" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c sayso -n "__fish_sayso_using_subcommand serve" -l port -d 'The port; 0 takes any that is free' -r
complete -c sayso -n "__fish_sayso_using_subcommand serve" -l input -d 'Read the document as this format, whatever its name' -r -f -a "auto\t'by what is in the file, then by its name'
txt\t'plain text'
md\t'Markdown'
html\t'a web page'
page\t'a web page, all of it'
epub\t'EPUB'
pdf\t'PDF'
docx\t'Word'
odt\t'OpenDocument'
rtf\t'Rich Text'
eml\t'a message'
mbox\t'a mailbox'
tei\t'XML'
org\t'org-mode'
jsonl\t'JSON lines'
csv\t'a table'
srt\t'subtitles'
vtt\t'subtitles'
asr\t'speech recognition'
sbv\t'subtitles'
ass\t'subtitles'
ttml\t'subtitles'
eaf\t'an ELAN transcript'
trs\t'a Transcriber transcript'
cha\t'a CHAT transcript'
textgrid\t'a TextGrid'
otr\t'an oTranscribe transcript'
timed-tsv\t'a table of what is said when'
fountain\t'a screenplay'
fdx\t'a screenplay'
fb2\t'FictionBook'
ipynb\t'a notebook'
zip\t'web pages in a zip archive'"
complete -c sayso -n "__fish_sayso_using_subcommand serve" -l column -d 'The column of a table (CSV, JSON lines) that holds the text' -r
complete -c sayso -n "__fish_sayso_using_subcommand serve" -l lines -d 'How lines of plain text become paragraphs' -r -f -a "flow\t'Lines inside a paragraph flow together'
keep\t'Lines inside a paragraph are kept'
paragraphs\t'Every line is a paragraph'"
complete -c sayso -n "__fish_sayso_using_subcommand serve" -l lang -d 'The language the document is in, as en, de, es, fr, it or da; by default that of each paragraph by its words' -r
complete -c sayso -n "__fish_sayso_using_subcommand serve" -l time-limit -d 'Time limit for reading a PDF; by default 10 seconds, and 10 more for each megabyte' -r
complete -c sayso -n "__fish_sayso_using_subcommand serve" -l as -d 'The annotator, who gets a sidecar of their own (small letters, digits, - and _)' -r
complete -c sayso -n "__fish_sayso_using_subcommand serve" -l sidecar -d 'Use this file as the sidecar' -r -F
complete -c sayso -n "__fish_sayso_using_subcommand serve" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c sayso -n "__fish_sayso_using_subcommand mcp" -l root -d 'The folder whose documents may be read, with all that is below it; without it no file is read' -r -F
complete -c sayso -n "__fish_sayso_using_subcommand mcp" -l input -d 'Read the document as this format, whatever its name' -r -f -a "auto\t'by what is in the file, then by its name'
txt\t'plain text'
md\t'Markdown'
html\t'a web page'
page\t'a web page, all of it'
epub\t'EPUB'
pdf\t'PDF'
docx\t'Word'
odt\t'OpenDocument'
rtf\t'Rich Text'
eml\t'a message'
mbox\t'a mailbox'
tei\t'XML'
org\t'org-mode'
jsonl\t'JSON lines'
csv\t'a table'
srt\t'subtitles'
vtt\t'subtitles'
asr\t'speech recognition'
sbv\t'subtitles'
ass\t'subtitles'
ttml\t'subtitles'
eaf\t'an ELAN transcript'
trs\t'a Transcriber transcript'
cha\t'a CHAT transcript'
textgrid\t'a TextGrid'
otr\t'an oTranscribe transcript'
timed-tsv\t'a table of what is said when'
fountain\t'a screenplay'
fdx\t'a screenplay'
fb2\t'FictionBook'
ipynb\t'a notebook'
zip\t'web pages in a zip archive'"
complete -c sayso -n "__fish_sayso_using_subcommand mcp" -l column -d 'The column of a table (CSV, JSON lines) that holds the text' -r
complete -c sayso -n "__fish_sayso_using_subcommand mcp" -l lines -d 'How lines of plain text become paragraphs' -r -f -a "flow\t'Lines inside a paragraph flow together'
keep\t'Lines inside a paragraph are kept'
paragraphs\t'Every line is a paragraph'"
complete -c sayso -n "__fish_sayso_using_subcommand mcp" -l lang -d 'The language the document is in, as en, de, es, fr, it or da; by default that of each paragraph by its words' -r
complete -c sayso -n "__fish_sayso_using_subcommand mcp" -l time-limit -d 'Time limit for reading a PDF; by default 10 seconds, and 10 more for each megabyte' -r
complete -c sayso -n "__fish_sayso_using_subcommand mcp" -l as -d 'The annotator, who gets a sidecar of their own (small letters, digits, - and _)' -r
complete -c sayso -n "__fish_sayso_using_subcommand mcp" -l sidecar -d 'Use this file as the sidecar' -r -F
complete -c sayso -n "__fish_sayso_using_subcommand mcp" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c sayso -n "__fish_sayso_using_subcommand doctor" -l format -d 'How to print it' -r -f -a "text\t'For people'
json\t'One JSON object'"
complete -c sayso -n "__fish_sayso_using_subcommand doctor" -l input -d 'Read the document as this format, whatever its name' -r -f -a "auto\t'by what is in the file, then by its name'
txt\t'plain text'
md\t'Markdown'
html\t'a web page'
page\t'a web page, all of it'
epub\t'EPUB'
pdf\t'PDF'
docx\t'Word'
odt\t'OpenDocument'
rtf\t'Rich Text'
eml\t'a message'
mbox\t'a mailbox'
tei\t'XML'
org\t'org-mode'
jsonl\t'JSON lines'
csv\t'a table'
srt\t'subtitles'
vtt\t'subtitles'
asr\t'speech recognition'
sbv\t'subtitles'
ass\t'subtitles'
ttml\t'subtitles'
eaf\t'an ELAN transcript'
trs\t'a Transcriber transcript'
cha\t'a CHAT transcript'
textgrid\t'a TextGrid'
otr\t'an oTranscribe transcript'
timed-tsv\t'a table of what is said when'
fountain\t'a screenplay'
fdx\t'a screenplay'
fb2\t'FictionBook'
ipynb\t'a notebook'
zip\t'web pages in a zip archive'"
complete -c sayso -n "__fish_sayso_using_subcommand doctor" -l column -d 'The column of a table (CSV, JSON lines) that holds the text' -r
complete -c sayso -n "__fish_sayso_using_subcommand doctor" -l lines -d 'How lines of plain text become paragraphs' -r -f -a "flow\t'Lines inside a paragraph flow together'
keep\t'Lines inside a paragraph are kept'
paragraphs\t'Every line is a paragraph'"
complete -c sayso -n "__fish_sayso_using_subcommand doctor" -l lang -d 'The language the document is in, as en, de, es, fr, it or da; by default that of each paragraph by its words' -r
complete -c sayso -n "__fish_sayso_using_subcommand doctor" -l time-limit -d 'Time limit for reading a PDF; by default 10 seconds, and 10 more for each megabyte' -r
complete -c sayso -n "__fish_sayso_using_subcommand doctor" -l as -d 'The annotator, who gets a sidecar of their own (small letters, digits, - and _)' -r
complete -c sayso -n "__fish_sayso_using_subcommand doctor" -l sidecar -d 'Use this file as the sidecar' -r -F
complete -c sayso -n "__fish_sayso_using_subcommand doctor" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c sayso -n "__fish_sayso_using_subcommand completions" -l input -d 'Read the document as this format, whatever its name' -r -f -a "auto\t'by what is in the file, then by its name'
txt\t'plain text'
md\t'Markdown'
html\t'a web page'
page\t'a web page, all of it'
epub\t'EPUB'
pdf\t'PDF'
docx\t'Word'
odt\t'OpenDocument'
rtf\t'Rich Text'
eml\t'a message'
mbox\t'a mailbox'
tei\t'XML'
org\t'org-mode'
jsonl\t'JSON lines'
csv\t'a table'
srt\t'subtitles'
vtt\t'subtitles'
asr\t'speech recognition'
sbv\t'subtitles'
ass\t'subtitles'
ttml\t'subtitles'
eaf\t'an ELAN transcript'
trs\t'a Transcriber transcript'
cha\t'a CHAT transcript'
textgrid\t'a TextGrid'
otr\t'an oTranscribe transcript'
timed-tsv\t'a table of what is said when'
fountain\t'a screenplay'
fdx\t'a screenplay'
fb2\t'FictionBook'
ipynb\t'a notebook'
zip\t'web pages in a zip archive'"
complete -c sayso -n "__fish_sayso_using_subcommand completions" -l column -d 'The column of a table (CSV, JSON lines) that holds the text' -r
complete -c sayso -n "__fish_sayso_using_subcommand completions" -l lines -d 'How lines of plain text become paragraphs' -r -f -a "flow\t'Lines inside a paragraph flow together'
keep\t'Lines inside a paragraph are kept'
paragraphs\t'Every line is a paragraph'"
complete -c sayso -n "__fish_sayso_using_subcommand completions" -l lang -d 'The language the document is in, as en, de, es, fr, it or da; by default that of each paragraph by its words' -r
complete -c sayso -n "__fish_sayso_using_subcommand completions" -l time-limit -d 'Time limit for reading a PDF; by default 10 seconds, and 10 more for each megabyte' -r
complete -c sayso -n "__fish_sayso_using_subcommand completions" -l as -d 'The annotator, who gets a sidecar of their own (small letters, digits, - and _)' -r
complete -c sayso -n "__fish_sayso_using_subcommand completions" -l sidecar -d 'Use this file as the sidecar' -r -F
complete -c sayso -n "__fish_sayso_using_subcommand completions" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c sayso -n "__fish_sayso_using_subcommand man" -l input -d 'Read the document as this format, whatever its name' -r -f -a "auto\t'by what is in the file, then by its name'
txt\t'plain text'
md\t'Markdown'
html\t'a web page'
page\t'a web page, all of it'
epub\t'EPUB'
pdf\t'PDF'
docx\t'Word'
odt\t'OpenDocument'
rtf\t'Rich Text'
eml\t'a message'
mbox\t'a mailbox'
tei\t'XML'
org\t'org-mode'
jsonl\t'JSON lines'
csv\t'a table'
srt\t'subtitles'
vtt\t'subtitles'
asr\t'speech recognition'
sbv\t'subtitles'
ass\t'subtitles'
ttml\t'subtitles'
eaf\t'an ELAN transcript'
trs\t'a Transcriber transcript'
cha\t'a CHAT transcript'
textgrid\t'a TextGrid'
otr\t'an oTranscribe transcript'
timed-tsv\t'a table of what is said when'
fountain\t'a screenplay'
fdx\t'a screenplay'
fb2\t'FictionBook'
ipynb\t'a notebook'
zip\t'web pages in a zip archive'"
complete -c sayso -n "__fish_sayso_using_subcommand man" -l column -d 'The column of a table (CSV, JSON lines) that holds the text' -r
complete -c sayso -n "__fish_sayso_using_subcommand man" -l lines -d 'How lines of plain text become paragraphs' -r -f -a "flow\t'Lines inside a paragraph flow together'
keep\t'Lines inside a paragraph are kept'
paragraphs\t'Every line is a paragraph'"
complete -c sayso -n "__fish_sayso_using_subcommand man" -l lang -d 'The language the document is in, as en, de, es, fr, it or da; by default that of each paragraph by its words' -r
complete -c sayso -n "__fish_sayso_using_subcommand man" -l time-limit -d 'Time limit for reading a PDF; by default 10 seconds, and 10 more for each megabyte' -r
complete -c sayso -n "__fish_sayso_using_subcommand man" -l as -d 'The annotator, who gets a sidecar of their own (small letters, digits, - and _)' -r
complete -c sayso -n "__fish_sayso_using_subcommand man" -l sidecar -d 'Use this file as the sidecar' -r -F
complete -c sayso -n "__fish_sayso_using_subcommand man" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c sayso -n "__fish_sayso_using_subcommand load-document" -l input -d 'Read the document as this format, whatever its name' -r -f -a "auto\t'by what is in the file, then by its name'
txt\t'plain text'
md\t'Markdown'
html\t'a web page'
page\t'a web page, all of it'
epub\t'EPUB'
pdf\t'PDF'
docx\t'Word'
odt\t'OpenDocument'
rtf\t'Rich Text'
eml\t'a message'
mbox\t'a mailbox'
tei\t'XML'
org\t'org-mode'
jsonl\t'JSON lines'
csv\t'a table'
srt\t'subtitles'
vtt\t'subtitles'
asr\t'speech recognition'
sbv\t'subtitles'
ass\t'subtitles'
ttml\t'subtitles'
eaf\t'an ELAN transcript'
trs\t'a Transcriber transcript'
cha\t'a CHAT transcript'
textgrid\t'a TextGrid'
otr\t'an oTranscribe transcript'
timed-tsv\t'a table of what is said when'
fountain\t'a screenplay'
fdx\t'a screenplay'
fb2\t'FictionBook'
ipynb\t'a notebook'
zip\t'web pages in a zip archive'"
complete -c sayso -n "__fish_sayso_using_subcommand load-document" -l column -d 'The column of a table (CSV, JSON lines) that holds the text' -r
complete -c sayso -n "__fish_sayso_using_subcommand load-document" -l lines -d 'How lines of plain text become paragraphs' -r -f -a "flow\t'Lines inside a paragraph flow together'
keep\t'Lines inside a paragraph are kept'
paragraphs\t'Every line is a paragraph'"
complete -c sayso -n "__fish_sayso_using_subcommand load-document" -l lang -d 'The language the document is in, as en, de, es, fr, it or da; by default that of each paragraph by its words' -r
complete -c sayso -n "__fish_sayso_using_subcommand load-document" -l time-limit -d 'Time limit for reading a PDF; by default 10 seconds, and 10 more for each megabyte' -r
complete -c sayso -n "__fish_sayso_using_subcommand load-document" -l as -d 'The annotator, who gets a sidecar of their own (small letters, digits, - and _)' -r
complete -c sayso -n "__fish_sayso_using_subcommand load-document" -l sidecar -d 'Use this file as the sidecar' -r -F
complete -c sayso -n "__fish_sayso_using_subcommand load-document" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c sayso -n "__fish_sayso_using_subcommand help; and not __fish_seen_subcommand_from detect export find stats verify import check compare agree assign adjudicate merge git-setup codebook where serve mcp doctor completions man load-document help" -f -a "detect" -d 'Print who says what, as detected, without any decisions'
complete -c sayso -n "__fish_sayso_using_subcommand help; and not __fish_seen_subcommand_from detect export find stats verify import check compare agree assign adjudicate merge git-setup codebook where serve mcp doctor completions man load-document help" -f -a "export" -d 'Export annotations in a format that other programs read'
complete -c sayso -n "__fish_sayso_using_subcommand help; and not __fish_seen_subcommand_from detect export find stats verify import check compare agree assign adjudicate merge git-setup codebook where serve mcp doctor completions man load-document help" -f -a "find" -d 'Find words in many documents, with who says them'
complete -c sayso -n "__fish_sayso_using_subcommand help; and not __fish_seen_subcommand_from detect export find stats verify import check compare agree assign adjudicate merge git-setup codebook where serve mcp doctor completions man load-document help" -f -a "stats" -d 'Count who says how much, where and when, and how right suggestions were'
complete -c sayso -n "__fish_sayso_using_subcommand help; and not __fish_seen_subcommand_from detect export find stats verify import check compare agree assign adjudicate merge git-setup codebook where serve mcp doctor completions man load-document help" -f -a "verify" -d 'Check every quotation of an article against its sources: are these words, said by this person, there'
complete -c sayso -n "__fish_sayso_using_subcommand help; and not __fish_seen_subcommand_from detect export find stats verify import check compare agree assign adjudicate merge git-setup codebook where serve mcp doctor completions man load-document help" -f -a "import" -d 'Import annotations from a file of another program'
complete -c sayso -n "__fish_sayso_using_subcommand help; and not __fish_seen_subcommand_from detect export find stats verify import check compare agree assign adjudicate merge git-setup codebook where serve mcp doctor completions man load-document help" -f -a "check" -d 'Check sidecars and that every annotation is found in its text'
complete -c sayso -n "__fish_sayso_using_subcommand help; and not __fish_seen_subcommand_from detect export find stats verify import check compare agree assign adjudicate merge git-setup codebook where serve mcp doctor completions man load-document help" -f -a "compare" -d 'Show what several people say of the same places, side by side'
complete -c sayso -n "__fish_sayso_using_subcommand help; and not __fish_seen_subcommand_from detect export find stats verify import check compare agree assign adjudicate merge git-setup codebook where serve mcp doctor completions man load-document help" -f -a "agree" -d 'Measure how far several people agree'
complete -c sayso -n "__fish_sayso_using_subcommand help; and not __fish_seen_subcommand_from detect export find stats verify import check compare agree assign adjudicate merge git-setup codebook where serve mcp doctor completions man load-document help" -f -a "assign" -d 'Share out the documents of a folder among annotators, and tell how far everybody is'
complete -c sayso -n "__fish_sayso_using_subcommand help; and not __fish_seen_subcommand_from detect export find stats verify import check compare agree assign adjudicate merge git-setup codebook where serve mcp doctor completions man load-document help" -f -a "adjudicate" -d 'Settle what several people differ in, place by place, in the reader'
complete -c sayso -n "__fish_sayso_using_subcommand help; and not __fish_seen_subcommand_from detect export find stats verify import check compare agree assign adjudicate merge git-setup codebook where serve mcp doctor completions man load-document help" -f -a "merge" -d 'Bring together what several people keep about one document'
complete -c sayso -n "__fish_sayso_using_subcommand help; and not __fish_seen_subcommand_from detect export find stats verify import check compare agree assign adjudicate merge git-setup codebook where serve mcp doctor completions man load-document help" -f -a "git-setup" -d 'Set up a git repository in which annotations merge by themselves'
complete -c sayso -n "__fish_sayso_using_subcommand help; and not __fish_seen_subcommand_from detect export find stats verify import check compare agree assign adjudicate merge git-setup codebook where serve mcp doctor completions man load-document help" -f -a "codebook" -d 'Print a project\'s codebook, write it as the schema of another tool, or read one'
complete -c sayso -n "__fish_sayso_using_subcommand help; and not __fish_seen_subcommand_from detect export find stats verify import check compare agree assign adjudicate merge git-setup codebook where serve mcp doctor completions man load-document help" -f -a "where" -d 'Say where the sidecar of a document is'
complete -c sayso -n "__fish_sayso_using_subcommand help; and not __fish_seen_subcommand_from detect export find stats verify import check compare agree assign adjudicate merge git-setup codebook where serve mcp doctor completions man load-document help" -f -a "serve" -d 'Suggest who says what to annotation tools, on this machine only'
complete -c sayso -n "__fish_sayso_using_subcommand help; and not __fish_seen_subcommand_from detect export find stats verify import check compare agree assign adjudicate merge git-setup codebook where serve mcp doctor completions man load-document help" -f -a "mcp" -d 'Tell programs that speak the Model Context Protocol who said what, over standard input and output'
complete -c sayso -n "__fish_sayso_using_subcommand help; and not __fish_seen_subcommand_from detect export find stats verify import check compare agree assign adjudicate merge git-setup codebook where serve mcp doctor completions man load-document help" -f -a "doctor" -d 'Look at terminal, settings, folders and locks: what is wrong, and how to mend it'
complete -c sayso -n "__fish_sayso_using_subcommand help; and not __fish_seen_subcommand_from detect export find stats verify import check compare agree assign adjudicate merge git-setup codebook where serve mcp doctor completions man load-document help" -f -a "completions" -d 'Print completions for a shell'
complete -c sayso -n "__fish_sayso_using_subcommand help; and not __fish_seen_subcommand_from detect export find stats verify import check compare agree assign adjudicate merge git-setup codebook where serve mcp doctor completions man load-document help" -f -a "man" -d 'Print the manual page of sayso, or of a command'
complete -c sayso -n "__fish_sayso_using_subcommand help; and not __fish_seen_subcommand_from detect export find stats verify import check compare agree assign adjudicate merge git-setup codebook where serve mcp doctor completions man load-document help" -f -a "load-document" -d 'Internal: interpret a document for another process of sayso'
complete -c sayso -n "__fish_sayso_using_subcommand help; and not __fish_seen_subcommand_from detect export find stats verify import check compare agree assign adjudicate merge git-setup codebook where serve mcp doctor completions man load-document help" -f -a "help" -d 'Print this message or the help of the given subcommand(s)'
