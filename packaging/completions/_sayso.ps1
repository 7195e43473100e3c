
using namespace System.Management.Automation
using namespace System.Management.Automation.Language

Register-ArgumentCompleter -Native -CommandName 'sayso' -ScriptBlock {
    param($wordToComplete, $commandAst, $cursorPosition)

    $commandElements = $commandAst.CommandElements
    $command = @(
        'sayso'
        for ($i = 1; $i -lt $commandElements.Count; $i++) {
            $element = $commandElements[$i]
            if ($element -isnot [StringConstantExpressionAst] -or
                $element.StringConstantType -ne [StringConstantType]::BareWord -or
                $element.Value.StartsWith('-') -or
                $element.Value -eq $wordToComplete) {
                break
        }
        $element.Value
    }) -join ';'

    $completions = @(switch ($command) {
        'sayso' {
            [CompletionResult]::new('--theme', '--theme', [CompletionResultType]::ParameterName, 'The theme: dark, light, contrast, terminal or the name of a custom one')
            [CompletionResult]::new('--width', '--width', [CompletionResultType]::ParameterName, 'Width of the text column in cells')
            [CompletionResult]::new('--at', '--at', [CompletionResultType]::ParameterName, 'Open at a time of the recording (00:04:35), of a chat (14:05) or a page (p. 12)')
            [CompletionResult]::new('--find', '--find', [CompletionResultType]::ParameterName, 'Open at the first place of these words')
            [CompletionResult]::new('--input', '--input', [CompletionResultType]::ParameterName, 'Read the document as this format, whatever its name')
            [CompletionResult]::new('--column', '--column', [CompletionResultType]::ParameterName, 'The column of a table (CSV, JSON lines) that holds the text')
            [CompletionResult]::new('--lines', '--lines', [CompletionResultType]::ParameterName, 'How lines of plain text become paragraphs')
            [CompletionResult]::new('--lang', '--lang', [CompletionResultType]::ParameterName, 'The language the document is in, as en, de, es, fr, it or da; by default that of each paragraph by its words')
            [CompletionResult]::new('--time-limit', '--time-limit', [CompletionResultType]::ParameterName, 'Time limit for reading a PDF; by default 10 seconds, and 10 more for each megabyte')
            [CompletionResult]::new('--as', '--as', [CompletionResultType]::ParameterName, 'The annotator, who gets a sidecar of their own (small letters, digits, - and _)')
            [CompletionResult]::new('--sidecar', '--sidecar', [CompletionResultType]::ParameterName, 'Use this file as the sidecar')
            [CompletionResult]::new('--no-mouse', '--no-mouse', [CompletionResultType]::ParameterName, 'Do not use the mouse')
            [CompletionResult]::new('--read-only', '--read-only', [CompletionResultType]::ParameterName, 'Open without allowing changes')
            [CompletionResult]::new('--plain', '--plain', [CompletionResultType]::ParameterName, 'Line by line, without a screen: for screen readers, and terminals that can do little')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('-V', '-V ', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('--version', '--version', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('detect', 'detect', [CompletionResultType]::ParameterValue, 'Print who says what, as detected, without any decisions')
            [CompletionResult]::new('export', 'export', [CompletionResultType]::ParameterValue, 'Export annotations in a format that other programs read')
            [CompletionResult]::new('find', 'find', [CompletionResultType]::ParameterValue, 'Find words in many documents, with who says them')
            [CompletionResult]::new('stats', 'stats', [CompletionResultType]::ParameterValue, 'Count who says how much, where and when, and how right suggestions were')
            [CompletionResult]::new('verify', 'verify', [CompletionResultType]::ParameterValue, 'Check every quotation of an article against its sources: are these words, said by this person, there')
            [CompletionResult]::new('import', 'import', [CompletionResultType]::ParameterValue, 'Import annotations from a file of another program')
            [CompletionResult]::new('check', 'check', [CompletionResultType]::ParameterValue, 'Check sidecars and that every annotation is found in its text')
            [CompletionResult]::new('compare', 'compare', [CompletionResultType]::ParameterValue, 'Show what several people say of the same places, side by side')
            [CompletionResult]::new('agree', 'agree', [CompletionResultType]::ParameterValue, 'Measure how far several people agree')
            [CompletionResult]::new('assign', 'assign', [CompletionResultType]::ParameterValue, 'Share out the documents of a folder among annotators, and tell how far everybody is')
            [CompletionResult]::new('adjudicate', 'adjudicate', [CompletionResultType]::ParameterValue, 'Settle what several people differ in, place by place, in the reader')
            [CompletionResult]::new('merge', 'merge', [CompletionResultType]::ParameterValue, 'Bring together what several people keep about one document')
            [CompletionResult]::new('git-setup', 'git-setup', [CompletionResultType]::ParameterValue, 'Set up a git repository in which annotations merge by themselves')
            [CompletionResult]::new('codebook', 'codebook', [CompletionResultType]::ParameterValue, 'Print a project''s codebook, write it as the schema of another tool, or read one')
            [CompletionResult]::new('where', 'where', [CompletionResultType]::ParameterValue, 'Say where the sidecar of a document is')
            [CompletionResult]::new('serve', 'serve', [CompletionResultType]::ParameterValue, 'Suggest who says what to annotation tools, on this machine only')
            [CompletionResult]::new('mcp', 'mcp', [CompletionResultType]::ParameterValue, 'Tell programs that speak the Model Context Protocol who said what, over standard input and output')
            [CompletionResult]::new('doctor', 'doctor', [CompletionResultType]::ParameterValue, 'Look at terminal, settings, folders and locks: what is wrong, and how to mend it')
            [CompletionResult]::new('completions', 'completions', [CompletionResultType]::ParameterValue, 'Print completions for a shell')
            [CompletionResult]::new('man', 'man', [CompletionResultType]::ParameterValue, 'Print the manual page of sayso, or of a command')
            [CompletionResult]::new('load-document', 'load-document', [CompletionResultType]::ParameterValue, 'Internal: interpret a document for another process of sayso')
            [CompletionResult]::new('help', 'help', [CompletionResultType]::ParameterValue, 'Print this message or the help of the given subcommand(s)')
            break
        }
        'sayso;detect' {
            [CompletionResult]::new('--format', '--format', [CompletionResultType]::ParameterName, 'How to print them')
            [CompletionResult]::new('-o', '-o', [CompletionResultType]::ParameterName, 'Write to this file, with a manifest of the run beside it')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'Write to this file, with a manifest of the run beside it')
            [CompletionResult]::new('--jobs', '--jobs', [CompletionResultType]::ParameterName, 'How many documents at once; by default as many as there are processors. The output is the same')
            [CompletionResult]::new('--input', '--input', [CompletionResultType]::ParameterName, 'Read the document as this format, whatever its name')
            [CompletionResult]::new('--column', '--column', [CompletionResultType]::ParameterName, 'The column of a table (CSV, JSON lines) that holds the text')
            [CompletionResult]::new('--lines', '--lines', [CompletionResultType]::ParameterName, 'How lines of plain text become paragraphs')
            [CompletionResult]::new('--lang', '--lang', [CompletionResultType]::ParameterName, 'The language the document is in, as en, de, es, fr, it or da; by default that of each paragraph by its words')
            [CompletionResult]::new('--time-limit', '--time-limit', [CompletionResultType]::ParameterName, 'Time limit for reading a PDF; by default 10 seconds, and 10 more for each megabyte')
            [CompletionResult]::new('--as', '--as', [CompletionResultType]::ParameterName, 'The annotator, who gets a sidecar of their own (small letters, digits, - and _)')
            [CompletionResult]::new('--sidecar', '--sidecar', [CompletionResultType]::ParameterName, 'Use this file as the sidecar')
            [CompletionResult]::new('--force', '--force', [CompletionResultType]::ParameterName, 'Replace a file that detect wrote, or begin a run anew that was ended')
            [CompletionResult]::new('--resume', '--resume', [CompletionResultType]::ParameterName, 'Go on with a run into the same file that was ended; one that was not begun is begun')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'sayso;export' {
            [CompletionResult]::new('--to', '--to', [CompletionResultType]::ParameterName, 'The format: markdown, html, org, text, csv, jsonl, w3c, hypothesis, claims, tei, brat, xmi, elan, textgrid, clic, convokit, qdpx, doccano, label-studio, spacy, conll, conll2003')
            [CompletionResult]::new('--template', '--template', [CompletionResultType]::ParameterName, 'A template: audiobook, citations, notes, a file, or a name in the templates folder of the settings')
            [CompletionResult]::new('-o', '-o', [CompletionResultType]::ParameterName, 'Write to this file, or one file a document into this folder')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'Write to this file, or one file a document into this folder')
            [CompletionResult]::new('--into', '--into', [CompletionResultType]::ParameterName, 'Write a block for each document into this Markdown note, in the place of the one that stands there; what you wrote stays')
            [CompletionResult]::new('--only', '--only', [CompletionResultType]::ParameterName, 'Only these, separated by commas: LABEL, speaker:NAME, status:STATUS, rating:RATING; none for without')
            [CompletionResult]::new('--jobs', '--jobs', [CompletionResultType]::ParameterName, 'How many documents at once; by default as many as there are processors. The output is the same')
            [CompletionResult]::new('--input', '--input', [CompletionResultType]::ParameterName, 'Read the document as this format, whatever its name')
            [CompletionResult]::new('--column', '--column', [CompletionResultType]::ParameterName, 'The column of a table (CSV, JSON lines) that holds the text')
            [CompletionResult]::new('--lines', '--lines', [CompletionResultType]::ParameterName, 'How lines of plain text become paragraphs')
            [CompletionResult]::new('--lang', '--lang', [CompletionResultType]::ParameterName, 'The language the document is in, as en, de, es, fr, it or da; by default that of each paragraph by its words')
            [CompletionResult]::new('--time-limit', '--time-limit', [CompletionResultType]::ParameterName, 'Time limit for reading a PDF; by default 10 seconds, and 10 more for each megabyte')
            [CompletionResult]::new('--as', '--as', [CompletionResultType]::ParameterName, 'The annotator, who gets a sidecar of their own (small letters, digits, - and _)')
            [CompletionResult]::new('--sidecar', '--sidecar', [CompletionResultType]::ParameterName, 'Use this file as the sidecar')
            [CompletionResult]::new('--suggested', '--suggested', [CompletionResultType]::ParameterName, 'Include open suggestions')
            [CompletionResult]::new('--rejected', '--rejected', [CompletionResultType]::ParameterName, 'Include rejected suggestions')
            [CompletionResult]::new('--strict', '--strict', [CompletionResultType]::ParameterName, 'End with exit code 1 when an annotation has lost its place or people disagree')
            [CompletionResult]::new('--force', '--force', [CompletionResultType]::ParameterName, 'Replace exports that exist; never a document, a sidecar or settings')
            [CompletionResult]::new('--spreadsheet', '--spreadsheet', [CompletionResultType]::ParameterName, 'Escape cells that a spreadsheet would read as formulas')
            [CompletionResult]::new('--resume', '--resume', [CompletionResultType]::ParameterName, 'Go on with a run into the same file that was ended; one that was not begun is begun')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'sayso;find' {
            [CompletionResult]::new('--same-as', '--same-as', [CompletionResultType]::ParameterName, 'The same words elsewhere: every place that carries a quotation, word for word, shortened or altered, oldest document first')
            [CompletionResult]::new('--by', '--by', [CompletionResultType]::ParameterName, 'Only what this speaker says: a name, or the beginnings of its words joined by -; several times for one of several')
            [CompletionResult]::new('--in', '--in', [CompletionResultType]::ParameterName, 'Where to look: in what somebody says, in claims, or anywhere in the text')
            [CompletionResult]::new('--since', '--since', [CompletionResultType]::ParameterName, 'Only documents of this day or later')
            [CompletionResult]::new('--until', '--until', [CompletionResultType]::ParameterName, 'Only documents of this day or earlier')
            [CompletionResult]::new('--label', '--label', [CompletionResultType]::ParameterName, 'Only words with this label; several times for one of several')
            [CompletionResult]::new('--rating', '--rating', [CompletionResultType]::ParameterName, 'Only words with this rating; several times for one of several')
            [CompletionResult]::new('--near', '--near', [CompletionResultType]::ParameterName, 'The words stand in any order, with at most N others between')
            [CompletionResult]::new('--limit', '--limit', [CompletionResultType]::ParameterName, 'End after so many results')
            [CompletionResult]::new('--format', '--format', [CompletionResultType]::ParameterName, 'How to print them')
            [CompletionResult]::new('--input', '--input', [CompletionResultType]::ParameterName, 'Read the document as this format, whatever its name')
            [CompletionResult]::new('--column', '--column', [CompletionResultType]::ParameterName, 'The column of a table (CSV, JSON lines) that holds the text')
            [CompletionResult]::new('--lines', '--lines', [CompletionResultType]::ParameterName, 'How lines of plain text become paragraphs')
            [CompletionResult]::new('--lang', '--lang', [CompletionResultType]::ParameterName, 'The language the document is in, as en, de, es, fr, it or da; by default that of each paragraph by its words')
            [CompletionResult]::new('--time-limit', '--time-limit', [CompletionResultType]::ParameterName, 'Time limit for reading a PDF; by default 10 seconds, and 10 more for each megabyte')
            [CompletionResult]::new('--as', '--as', [CompletionResultType]::ParameterName, 'The annotator, who gets a sidecar of their own (small letters, digits, - and _)')
            [CompletionResult]::new('--sidecar', '--sidecar', [CompletionResultType]::ParameterName, 'Use this file as the sidecar')
            [CompletionResult]::new('--word', '--word', [CompletionResultType]::ParameterName, 'Only whole words')
            [CompletionResult]::new('--regex', '--regex', [CompletionResultType]::ParameterName, 'The words are a regular expression')
            [CompletionResult]::new('--no-index', '--no-index', [CompletionResultType]::ParameterName, 'Read every document, without the index that is kept of a folder')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'sayso;stats' {
            [CompletionResult]::new('--format', '--format', [CompletionResultType]::ParameterName, 'How to print them')
            [CompletionResult]::new('--by', '--by', [CompletionResultType]::ParameterName, 'Only this table; CSV has one, of speakers unless another is named')
            [CompletionResult]::new('--since', '--since', [CompletionResultType]::ParameterName, 'Only documents of this day or later')
            [CompletionResult]::new('--until', '--until', [CompletionResultType]::ParameterName, 'Only documents of this day or earlier')
            [CompletionResult]::new('--top', '--top', [CompletionResultType]::ParameterName, 'Most rows of speakers and outlets; the others become one row')
            [CompletionResult]::new('-o', '-o', [CompletionResultType]::ParameterName, 'Write to this file')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'Write to this file')
            [CompletionResult]::new('--input', '--input', [CompletionResultType]::ParameterName, 'Read the document as this format, whatever its name')
            [CompletionResult]::new('--column', '--column', [CompletionResultType]::ParameterName, 'The column of a table (CSV, JSON lines) that holds the text')
            [CompletionResult]::new('--lines', '--lines', [CompletionResultType]::ParameterName, 'How lines of plain text become paragraphs')
            [CompletionResult]::new('--lang', '--lang', [CompletionResultType]::ParameterName, 'The language the document is in, as en, de, es, fr, it or da; by default that of each paragraph by its words')
            [CompletionResult]::new('--time-limit', '--time-limit', [CompletionResultType]::ParameterName, 'Time limit for reading a PDF; by default 10 seconds, and 10 more for each megabyte')
            [CompletionResult]::new('--as', '--as', [CompletionResultType]::ParameterName, 'The annotator, who gets a sidecar of their own (small letters, digits, - and _)')
            [CompletionResult]::new('--sidecar', '--sidecar', [CompletionResultType]::ParameterName, 'Use this file as the sidecar')
            [CompletionResult]::new('--gender', '--gender', [CompletionResultType]::ParameterName, 'Tell speakers apart by the gender that names, titles and pronouns suggest; nobody was asked')
            [CompletionResult]::new('--force', '--force', [CompletionResultType]::ParameterName, 'Replace figures that exist; never a document, a sidecar or settings')
            [CompletionResult]::new('--no-index', '--no-index', [CompletionResultType]::ParameterName, 'Read every document, without the index that is kept of a folder')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'sayso;verify' {
            [CompletionResult]::new('--against', '--against', [CompletionResultType]::ParameterName, 'What they quote: transcripts, reports, messages, other articles; of a folder all documents in it. Without it the sources that are attached to each article count')
            [CompletionResult]::new('--elsewhere', '--elsewhere', [CompletionResultType]::ParameterName, 'Where to look for words that no source has')
            [CompletionResult]::new('--allow', '--allow', [CompletionResultType]::ParameterName, 'Verdicts and kinds that are let pass, separated by commas; none lets nothing pass')
            [CompletionResult]::new('--allow-list', '--allow-list', [CompletionResultType]::ParameterName, 'Quotations that are let pass: lines of a verdict, the first six words and the reason, with a tab between')
            [CompletionResult]::new('--only', '--only', [CompletionResultType]::ParameterName, 'Only these: a verdict, a kind, or speaker:NAME; several times for any of several')
            [CompletionResult]::new('--jobs', '--jobs', [CompletionResultType]::ParameterName, 'How many documents at once; by default as many as there are processors. The output is the same')
            [CompletionResult]::new('--format', '--format', [CompletionResultType]::ParameterName, 'How to print them')
            [CompletionResult]::new('--input', '--input', [CompletionResultType]::ParameterName, 'Read the document as this format, whatever its name')
            [CompletionResult]::new('--column', '--column', [CompletionResultType]::ParameterName, 'The column of a table (CSV, JSON lines) that holds the text')
            [CompletionResult]::new('--lines', '--lines', [CompletionResultType]::ParameterName, 'How lines of plain text become paragraphs')
            [CompletionResult]::new('--lang', '--lang', [CompletionResultType]::ParameterName, 'The language the document is in, as en, de, es, fr, it or da; by default that of each paragraph by its words')
            [CompletionResult]::new('--time-limit', '--time-limit', [CompletionResultType]::ParameterName, 'Time limit for reading a PDF; by default 10 seconds, and 10 more for each megabyte')
            [CompletionResult]::new('--as', '--as', [CompletionResultType]::ParameterName, 'The annotator, who gets a sidecar of their own (small letters, digits, - and _)')
            [CompletionResult]::new('--sidecar', '--sidecar', [CompletionResultType]::ParameterName, 'Use this file as the sidecar')
            [CompletionResult]::new('--as-spoken', '--as-spoken', [CompletionResultType]::ParameterName, 'Take hesitations and repetitions of speech for words like others')
            [CompletionResult]::new('--all', '--all', [CompletionResultType]::ParameterName, 'Check headings, titles and single words in quotation marks too; SARIF then has sound quotations as well')
            [CompletionResult]::new('--coverage', '--coverage', [CompletionResultType]::ParameterName, 'The other way round: which parts of each source were quoted, by whom, how often')
            [CompletionResult]::new('--open', '--open', [CompletionResultType]::ParameterName, 'Open the article in the reader, at the first quotation to look at, beside these sources, which are attached to it')
            [CompletionResult]::new('--no-index', '--no-index', [CompletionResultType]::ParameterName, 'Read every document, without the index that is kept of a folder')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'sayso;import' {
            [CompletionResult]::new('--from', '--from', [CompletionResultType]::ParameterName, 'What it is: sayso, w3c, hypothesis, brat, jsonl, csv, clic, doccano, label-studio, xmi, qdpx; recognised by its content where that is clear')
            [CompletionResult]::new('--into', '--into', [CompletionResultType]::ParameterName, 'The document it is about, or the folder of its documents; otherwise the one that the file names')
            [CompletionResult]::new('--label', '--label', [CompletionResultType]::ParameterName, 'What a label of the file is called here: FROM=TO')
            [CompletionResult]::new('--by', '--by', [CompletionResultType]::ParameterName, 'Whose annotations they are, where the file does not say')
            [CompletionResult]::new('--input', '--input', [CompletionResultType]::ParameterName, 'Read the document as this format, whatever its name')
            [CompletionResult]::new('--column', '--column', [CompletionResultType]::ParameterName, 'The column of a table (CSV, JSON lines) that holds the text')
            [CompletionResult]::new('--lines', '--lines', [CompletionResultType]::ParameterName, 'How lines of plain text become paragraphs')
            [CompletionResult]::new('--lang', '--lang', [CompletionResultType]::ParameterName, 'The language the document is in, as en, de, es, fr, it or da; by default that of each paragraph by its words')
            [CompletionResult]::new('--time-limit', '--time-limit', [CompletionResultType]::ParameterName, 'Time limit for reading a PDF; by default 10 seconds, and 10 more for each megabyte')
            [CompletionResult]::new('--as', '--as', [CompletionResultType]::ParameterName, 'The annotator, who gets a sidecar of their own (small letters, digits, - and _)')
            [CompletionResult]::new('--sidecar', '--sidecar', [CompletionResultType]::ParameterName, 'Use this file as the sidecar')
            [CompletionResult]::new('--dry-run', '--dry-run', [CompletionResultType]::ParameterName, 'Say of each annotation what would become of it, and change nothing')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'sayso;check' {
            [CompletionResult]::new('--input', '--input', [CompletionResultType]::ParameterName, 'Read the document as this format, whatever its name')
            [CompletionResult]::new('--column', '--column', [CompletionResultType]::ParameterName, 'The column of a table (CSV, JSON lines) that holds the text')
            [CompletionResult]::new('--lines', '--lines', [CompletionResultType]::ParameterName, 'How lines of plain text become paragraphs')
            [CompletionResult]::new('--lang', '--lang', [CompletionResultType]::ParameterName, 'The language the document is in, as en, de, es, fr, it or da; by default that of each paragraph by its words')
            [CompletionResult]::new('--time-limit', '--time-limit', [CompletionResultType]::ParameterName, 'Time limit for reading a PDF; by default 10 seconds, and 10 more for each megabyte')
            [CompletionResult]::new('--as', '--as', [CompletionResultType]::ParameterName, 'The annotator, who gets a sidecar of their own (small letters, digits, - and _)')
            [CompletionResult]::new('--sidecar', '--sidecar', [CompletionResultType]::ParameterName, 'Use this file as the sidecar')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'sayso;compare' {
            [CompletionResult]::new('--of', '--of', [CompletionResultType]::ParameterName, 'The annotators, separated by commas: those whose sidecars are read. - is the sidecar without a name. By default everybody who has one beside a document')
            [CompletionResult]::new('--from', '--from', [CompletionResultType]::ParameterName, 'What the exports are: sayso, w3c, hypothesis, brat, jsonl, csv, clic, doccano, label-studio, xmi, qdpx; recognised by their content where that is clear')
            [CompletionResult]::new('--label', '--label', [CompletionResultType]::ParameterName, 'What a label of the exports is called here: FROM=TO')
            [CompletionResult]::new('--jobs', '--jobs', [CompletionResultType]::ParameterName, 'How many documents at once; by default as many as there are processors. The output is the same')
            [CompletionResult]::new('--format', '--format', [CompletionResultType]::ParameterName, 'How to print them')
            [CompletionResult]::new('--input', '--input', [CompletionResultType]::ParameterName, 'Read the document as this format, whatever its name')
            [CompletionResult]::new('--column', '--column', [CompletionResultType]::ParameterName, 'The column of a table (CSV, JSON lines) that holds the text')
            [CompletionResult]::new('--lines', '--lines', [CompletionResultType]::ParameterName, 'How lines of plain text become paragraphs')
            [CompletionResult]::new('--lang', '--lang', [CompletionResultType]::ParameterName, 'The language the document is in, as en, de, es, fr, it or da; by default that of each paragraph by its words')
            [CompletionResult]::new('--time-limit', '--time-limit', [CompletionResultType]::ParameterName, 'Time limit for reading a PDF; by default 10 seconds, and 10 more for each megabyte')
            [CompletionResult]::new('--as', '--as', [CompletionResultType]::ParameterName, 'The annotator, who gets a sidecar of their own (small letters, digits, - and _)')
            [CompletionResult]::new('--sidecar', '--sidecar', [CompletionResultType]::ParameterName, 'Use this file as the sidecar')
            [CompletionResult]::new('--all', '--all', [CompletionResultType]::ParameterName, 'In text also the places that are the same')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'sayso;agree' {
            [CompletionResult]::new('--of', '--of', [CompletionResultType]::ParameterName, 'The annotators, separated by commas: those whose sidecars are read. - is the sidecar without a name. By default everybody who has one beside a document')
            [CompletionResult]::new('--from', '--from', [CompletionResultType]::ParameterName, 'What the exports are: sayso, w3c, hypothesis, brat, jsonl, csv, clic, doccano, label-studio, xmi, qdpx; recognised by their content where that is clear')
            [CompletionResult]::new('--label', '--label', [CompletionResultType]::ParameterName, 'What a label of the exports is called here: FROM=TO')
            [CompletionResult]::new('--jobs', '--jobs', [CompletionResultType]::ParameterName, 'How many documents at once; by default as many as there are processors. The output is the same')
            [CompletionResult]::new('--format', '--format', [CompletionResultType]::ParameterName, 'How to print it')
            [CompletionResult]::new('--by', '--by', [CompletionResultType]::ParameterName, 'The same of each document, or of each pair of annotators')
            [CompletionResult]::new('--samples', '--samples', [CompletionResultType]::ParameterName, 'How many samples intervals are of, and γ')
            [CompletionResult]::new('--seed', '--seed', [CompletionResultType]::ParameterName, 'What the samples are drawn from: the same seed gives the same')
            [CompletionResult]::new('--input', '--input', [CompletionResultType]::ParameterName, 'Read the document as this format, whatever its name')
            [CompletionResult]::new('--column', '--column', [CompletionResultType]::ParameterName, 'The column of a table (CSV, JSON lines) that holds the text')
            [CompletionResult]::new('--lines', '--lines', [CompletionResultType]::ParameterName, 'How lines of plain text become paragraphs')
            [CompletionResult]::new('--lang', '--lang', [CompletionResultType]::ParameterName, 'The language the document is in, as en, de, es, fr, it or da; by default that of each paragraph by its words')
            [CompletionResult]::new('--time-limit', '--time-limit', [CompletionResultType]::ParameterName, 'Time limit for reading a PDF; by default 10 seconds, and 10 more for each megabyte')
            [CompletionResult]::new('--as', '--as', [CompletionResultType]::ParameterName, 'The annotator, who gets a sidecar of their own (small letters, digits, - and _)')
            [CompletionResult]::new('--sidecar', '--sidecar', [CompletionResultType]::ParameterName, 'Use this file as the sidecar')
            [CompletionResult]::new('--gamma', '--gamma', [CompletionResultType]::ParameterName, 'Also γ (Mathet, Widlöcher and Métivier 2015), which takes time')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'sayso;assign' {
            [CompletionResult]::new('--annotators', '--annotators', [CompletionResultType]::ParameterName, 'Those among whom documents are shared out, separated by commas; they annotate with --as NAME')
            [CompletionResult]::new('--overlap', '--overlap', [CompletionResultType]::ParameterName, 'The share of documents that two have, 0 to 1: on these they can be compared')
            [CompletionResult]::new('--seed', '--seed', [CompletionResultType]::ParameterName, 'The seed of chance: the same seed shares out the same way')
            [CompletionResult]::new('--format', '--format', [CompletionResultType]::ParameterName, 'How to print who is how far')
            [CompletionResult]::new('--input', '--input', [CompletionResultType]::ParameterName, 'Read the document as this format, whatever its name')
            [CompletionResult]::new('--column', '--column', [CompletionResultType]::ParameterName, 'The column of a table (CSV, JSON lines) that holds the text')
            [CompletionResult]::new('--lines', '--lines', [CompletionResultType]::ParameterName, 'How lines of plain text become paragraphs')
            [CompletionResult]::new('--lang', '--lang', [CompletionResultType]::ParameterName, 'The language the document is in, as en, de, es, fr, it or da; by default that of each paragraph by its words')
            [CompletionResult]::new('--time-limit', '--time-limit', [CompletionResultType]::ParameterName, 'Time limit for reading a PDF; by default 10 seconds, and 10 more for each megabyte')
            [CompletionResult]::new('--as', '--as', [CompletionResultType]::ParameterName, 'The annotator, who gets a sidecar of their own (small letters, digits, - and _)')
            [CompletionResult]::new('--sidecar', '--sidecar', [CompletionResultType]::ParameterName, 'Use this file as the sidecar')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'sayso;adjudicate' {
            [CompletionResult]::new('--of', '--of', [CompletionResultType]::ParameterName, 'The annotators, separated by commas. - is the sidecar without a name. By default everybody who has one beside the document but for the curator')
            [CompletionResult]::new('--prefill', '--prefill', [CompletionResultType]::ParameterName, 'What is proposed where they differ, taken with Enter')
            [CompletionResult]::new('--input', '--input', [CompletionResultType]::ParameterName, 'Read the document as this format, whatever its name')
            [CompletionResult]::new('--column', '--column', [CompletionResultType]::ParameterName, 'The column of a table (CSV, JSON lines) that holds the text')
            [CompletionResult]::new('--lines', '--lines', [CompletionResultType]::ParameterName, 'How lines of plain text become paragraphs')
            [CompletionResult]::new('--lang', '--lang', [CompletionResultType]::ParameterName, 'The language the document is in, as en, de, es, fr, it or da; by default that of each paragraph by its words')
            [CompletionResult]::new('--time-limit', '--time-limit', [CompletionResultType]::ParameterName, 'Time limit for reading a PDF; by default 10 seconds, and 10 more for each megabyte')
            [CompletionResult]::new('--as', '--as', [CompletionResultType]::ParameterName, 'The annotator, who gets a sidecar of their own (small letters, digits, - and _)')
            [CompletionResult]::new('--sidecar', '--sidecar', [CompletionResultType]::ParameterName, 'Use this file as the sidecar')
            [CompletionResult]::new('--plain', '--plain', [CompletionResultType]::ParameterName, 'Line by line, without a screen')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'sayso;merge' {
            [CompletionResult]::new('--base', '--base', [CompletionResultType]::ParameterName, 'The sidecar that all of them began as: what one of them removed since then stays removed')
            [CompletionResult]::new('-o', '-o', [CompletionResultType]::ParameterName, 'Write to this file: a new one, or one of those that are merged')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'Write to this file: a new one, or one of those that are merged')
            [CompletionResult]::new('--driver', '--driver', [CompletionResultType]::ParameterName, 'As git calls a merge driver (%O %A %B %P): the result takes the place of OURS')
            [CompletionResult]::new('--input', '--input', [CompletionResultType]::ParameterName, 'Read the document as this format, whatever its name')
            [CompletionResult]::new('--column', '--column', [CompletionResultType]::ParameterName, 'The column of a table (CSV, JSON lines) that holds the text')
            [CompletionResult]::new('--lines', '--lines', [CompletionResultType]::ParameterName, 'How lines of plain text become paragraphs')
            [CompletionResult]::new('--lang', '--lang', [CompletionResultType]::ParameterName, 'The language the document is in, as en, de, es, fr, it or da; by default that of each paragraph by its words')
            [CompletionResult]::new('--time-limit', '--time-limit', [CompletionResultType]::ParameterName, 'Time limit for reading a PDF; by default 10 seconds, and 10 more for each megabyte')
            [CompletionResult]::new('--as', '--as', [CompletionResultType]::ParameterName, 'The annotator, who gets a sidecar of their own (small letters, digits, - and _)')
            [CompletionResult]::new('--sidecar', '--sidecar', [CompletionResultType]::ParameterName, 'Use this file as the sidecar')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'sayso;git-setup' {
            [CompletionResult]::new('--input', '--input', [CompletionResultType]::ParameterName, 'Read the document as this format, whatever its name')
            [CompletionResult]::new('--column', '--column', [CompletionResultType]::ParameterName, 'The column of a table (CSV, JSON lines) that holds the text')
            [CompletionResult]::new('--lines', '--lines', [CompletionResultType]::ParameterName, 'How lines of plain text become paragraphs')
            [CompletionResult]::new('--lang', '--lang', [CompletionResultType]::ParameterName, 'The language the document is in, as en, de, es, fr, it or da; by default that of each paragraph by its words')
            [CompletionResult]::new('--time-limit', '--time-limit', [CompletionResultType]::ParameterName, 'Time limit for reading a PDF; by default 10 seconds, and 10 more for each megabyte')
            [CompletionResult]::new('--as', '--as', [CompletionResultType]::ParameterName, 'The annotator, who gets a sidecar of their own (small letters, digits, - and _)')
            [CompletionResult]::new('--sidecar', '--sidecar', [CompletionResultType]::ParameterName, 'Use this file as the sidecar')
            [CompletionResult]::new('--undo', '--undo', [CompletionResultType]::ParameterName, 'Take back what an earlier run did')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'sayso;codebook' {
            [CompletionResult]::new('--to', '--to', [CompletionResultType]::ParameterName, 'Write the schema of a tool: brat, label-studio, inception')
            [CompletionResult]::new('--from', '--from', [CompletionResultType]::ParameterName, 'Read the schema of a tool: brat, label-studio')
            [CompletionResult]::new('-o', '-o', [CompletionResultType]::ParameterName, 'Write into this folder, or to this file where it is only one')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'Write into this folder, or to this file where it is only one')
            [CompletionResult]::new('--input', '--input', [CompletionResultType]::ParameterName, 'Read the document as this format, whatever its name')
            [CompletionResult]::new('--column', '--column', [CompletionResultType]::ParameterName, 'The column of a table (CSV, JSON lines) that holds the text')
            [CompletionResult]::new('--lines', '--lines', [CompletionResultType]::ParameterName, 'How lines of plain text become paragraphs')
            [CompletionResult]::new('--lang', '--lang', [CompletionResultType]::ParameterName, 'The language the document is in, as en, de, es, fr, it or da; by default that of each paragraph by its words')
            [CompletionResult]::new('--time-limit', '--time-limit', [CompletionResultType]::ParameterName, 'Time limit for reading a PDF; by default 10 seconds, and 10 more for each megabyte')
            [CompletionResult]::new('--as', '--as', [CompletionResultType]::ParameterName, 'The annotator, who gets a sidecar of their own (small letters, digits, - and _)')
            [CompletionResult]::new('--sidecar', '--sidecar', [CompletionResultType]::ParameterName, 'Use this file as the sidecar')
            [CompletionResult]::new('--force', '--force', [CompletionResultType]::ParameterName, 'Replace files that exist')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'sayso;where' {
            [CompletionResult]::new('--input', '--input', [CompletionResultType]::ParameterName, 'Read the document as this format, whatever its name')
            [CompletionResult]::new('--column', '--column', [CompletionResultType]::ParameterName, 'The column of a table (CSV, JSON lines) that holds the text')
            [CompletionResult]::new('--lines', '--lines', [CompletionResultType]::ParameterName, 'How lines of plain text become paragraphs')
            [CompletionResult]::new('--lang', '--lang', [CompletionResultType]::ParameterName, 'The language the document is in, as en, de, es, fr, it or da; by default that of each paragraph by its words')
            [CompletionResult]::new('--time-limit', '--time-limit', [CompletionResultType]::ParameterName, 'Time limit for reading a PDF; by default 10 seconds, and 10 more for each megabyte')
            [CompletionResult]::new('--as', '--as', [CompletionResultType]::ParameterName, 'The annotator, who gets a sidecar of their own (small letters, digits, - and _)')
            [CompletionResult]::new('--sidecar', '--sidecar', [CompletionResultType]::ParameterName, 'Use this file as the sidecar')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'sayso;serve' {
            [CompletionResult]::new('--port', '--port', [CompletionResultType]::ParameterName, 'The port; 0 takes any that is free')
            [CompletionResult]::new('--input', '--input', [CompletionResultType]::ParameterName, 'Read the document as this format, whatever its name')
            [CompletionResult]::new('--column', '--column', [CompletionResultType]::ParameterName, 'The column of a table (CSV, JSON lines) that holds the text')
            [CompletionResult]::new('--lines', '--lines', [CompletionResultType]::ParameterName, 'How lines of plain text become paragraphs')
            [CompletionResult]::new('--lang', '--lang', [CompletionResultType]::ParameterName, 'The language the document is in, as en, de, es, fr, it or da; by default that of each paragraph by its words')
            [CompletionResult]::new('--time-limit', '--time-limit', [CompletionResultType]::ParameterName, 'Time limit for reading a PDF; by default 10 seconds, and 10 more for each megabyte')
            [CompletionResult]::new('--as', '--as', [CompletionResultType]::ParameterName, 'The annotator, who gets a sidecar of their own (small letters, digits, - and _)')
            [CompletionResult]::new('--sidecar', '--sidecar', [CompletionResultType]::ParameterName, 'Use this file as the sidecar')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'sayso;mcp' {
            [CompletionResult]::new('--root', '--root', [CompletionResultType]::ParameterName, 'The folder whose documents may be read, with all that is below it; without it no file is read')
            [CompletionResult]::new('--input', '--input', [CompletionResultType]::ParameterName, 'Read the document as this format, whatever its name')
            [CompletionResult]::new('--column', '--column', [CompletionResultType]::ParameterName, 'The column of a table (CSV, JSON lines) that holds the text')
            [CompletionResult]::new('--lines', '--lines', [CompletionResultType]::ParameterName, 'How lines of plain text become paragraphs')
            [CompletionResult]::new('--lang', '--lang', [CompletionResultType]::ParameterName, 'The language the document is in, as en, de, es, fr, it or da; by default that of each paragraph by its words')
            [CompletionResult]::new('--time-limit', '--time-limit', [CompletionResultType]::ParameterName, 'Time limit for reading a PDF; by default 10 seconds, and 10 more for each megabyte')
            [CompletionResult]::new('--as', '--as', [CompletionResultType]::ParameterName, 'The annotator, who gets a sidecar of their own (small letters, digits, - and _)')
            [CompletionResult]::new('--sidecar', '--sidecar', [CompletionResultType]::ParameterName, 'Use this file as the sidecar')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'sayso;doctor' {
            [CompletionResult]::new('--format', '--format', [CompletionResultType]::ParameterName, 'How to print it')
            [CompletionResult]::new('--input', '--input', [CompletionResultType]::ParameterName, 'Read the document as this format, whatever its name')
            [CompletionResult]::new('--column', '--column', [CompletionResultType]::ParameterName, 'The column of a table (CSV, JSON lines) that holds the text')
            [CompletionResult]::new('--lines', '--lines', [CompletionResultType]::ParameterName, 'How lines of plain text become paragraphs')
            [CompletionResult]::new('--lang', '--lang', [CompletionResultType]::ParameterName, 'The language the document is in, as en, de, es, fr, it or da; by default that of each paragraph by its words')
            [CompletionResult]::new('--time-limit', '--time-limit', [CompletionResultType]::ParameterName, 'Time limit for reading a PDF; by default 10 seconds, and 10 more for each megabyte')
            [CompletionResult]::new('--as', '--as', [CompletionResultType]::ParameterName, 'The annotator, who gets a sidecar of their own (small letters, digits, - and _)')
            [CompletionResult]::new('--sidecar', '--sidecar', [CompletionResultType]::ParameterName, 'Use this file as the sidecar')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'sayso;completions' {
            [CompletionResult]::new('--input', '--input', [CompletionResultType]::ParameterName, 'Read the document as this format, whatever its name')
            [CompletionResult]::new('--column', '--column', [CompletionResultType]::ParameterName, 'The column of a table (CSV, JSON lines) that holds the text')
            [CompletionResult]::new('--lines', '--lines', [CompletionResultType]::ParameterName, 'How lines of plain text become paragraphs')
            [CompletionResult]::new('--lang', '--lang', [CompletionResultType]::ParameterName, 'The language the document is in, as en, de, es, fr, it or da; by default that of each paragraph by its words')
            [CompletionResult]::new('--time-limit', '--time-limit', [CompletionResultType]::ParameterName, 'Time limit for reading a PDF; by default 10 seconds, and 10 more for each megabyte')
            [CompletionResult]::new('--as', '--as', [CompletionResultType]::ParameterName, 'The annotator, who gets a sidecar of their own (small letters, digits, - and _)')
            [CompletionResult]::new('--sidecar', '--sidecar', [CompletionResultType]::ParameterName, 'Use this file as the sidecar')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'sayso;man' {
            [CompletionResult]::new('--input', '--input', [CompletionResultType]::ParameterName, 'Read the document as this format, whatever its name')
            [CompletionResult]::new('--column', '--column', [CompletionResultType]::ParameterName, 'The column of a table (CSV, JSON lines) that holds the text')
            [CompletionResult]::new('--lines', '--lines', [CompletionResultType]::ParameterName, 'How lines of plain text become paragraphs')
            [CompletionResult]::new('--lang', '--lang', [CompletionResultType]::ParameterName, 'The language the document is in, as en, de, es, fr, it or da; by default that of each paragraph by its words')
            [CompletionResult]::new('--time-limit', '--time-limit', [CompletionResultType]::ParameterName, 'Time limit for reading a PDF; by default 10 seconds, and 10 more for each megabyte')
            [CompletionResult]::new('--as', '--as', [CompletionResultType]::ParameterName, 'The annotator, who gets a sidecar of their own (small letters, digits, - and _)')
            [CompletionResult]::new('--sidecar', '--sidecar', [CompletionResultType]::ParameterName, 'Use this file as the sidecar')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'sayso;load-document' {
            [CompletionResult]::new('--input', '--input', [CompletionResultType]::ParameterName, 'Read the document as this format, whatever its name')
            [CompletionResult]::new('--column', '--column', [CompletionResultType]::ParameterName, 'The column of a table (CSV, JSON lines) that holds the text')
            [CompletionResult]::new('--lines', '--lines', [CompletionResultType]::ParameterName, 'How lines of plain text become paragraphs')
            [CompletionResult]::new('--lang', '--lang', [CompletionResultType]::ParameterName, 'The language the document is in, as en, de, es, fr, it or da; by default that of each paragraph by its words')
            [CompletionResult]::new('--time-limit', '--time-limit', [CompletionResultType]::ParameterName, 'Time limit for reading a PDF; by default 10 seconds, and 10 more for each megabyte')
            [CompletionResult]::new('--as', '--as', [CompletionResultType]::ParameterName, 'The annotator, who gets a sidecar of their own (small letters, digits, - and _)')
            [CompletionResult]::new('--sidecar', '--sidecar', [CompletionResultType]::ParameterName, 'Use this file as the sidecar')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'sayso;help' {
            [CompletionResult]::new('detect', 'detect', [CompletionResultType]::ParameterValue, 'Print who says what, as detected, without any decisions')
            [CompletionResult]::new('export', 'export', [CompletionResultType]::ParameterValue, 'Export annotations in a format that other programs read')
            [CompletionResult]::new('find', 'find', [CompletionResultType]::ParameterValue, 'Find words in many documents, with who says them')
            [CompletionResult]::new('stats', 'stats', [CompletionResultType]::ParameterValue, 'Count who says how much, where and when, and how right suggestions were')
            [CompletionResult]::new('verify', 'verify', [CompletionResultType]::ParameterValue, 'Check every quotation of an article against its sources: are these words, said by this person, there')
            [CompletionResult]::new('import', 'import', [CompletionResultType]::ParameterValue, 'Import annotations from a file of another program')
            [CompletionResult]::new('check', 'check', [CompletionResultType]::ParameterValue, 'Check sidecars and that every annotation is found in its text')
            [CompletionResult]::new('compare', 'compare', [CompletionResultType]::ParameterValue, 'Show what several people say of the same places, side by side')
            [CompletionResult]::new('agree', 'agree', [CompletionResultType]::ParameterValue, 'Measure how far several people agree')
            [CompletionResult]::new('assign', 'assign', [CompletionResultType]::ParameterValue, 'Share out the documents of a folder among annotators, and tell how far everybody is')
            [CompletionResult]::new('adjudicate', 'adjudicate', [CompletionResultType]::ParameterValue, 'Settle what several people differ in, place by place, in the reader')
            [CompletionResult]::new('merge', 'merge', [CompletionResultType]::ParameterValue, 'Bring together what several people keep about one document')
            [CompletionResult]::new('git-setup', 'git-setup', [CompletionResultType]::ParameterValue, 'Set up a git repository in which annotations merge by themselves')
            [CompletionResult]::new('codebook', 'codebook', [CompletionResultType]::ParameterValue, 'Print a project''s codebook, write it as the schema of another tool, or read one')
            [CompletionResult]::new('where', 'where', [CompletionResultType]::ParameterValue, 'Say where the sidecar of a document is')
            [CompletionResult]::new('serve', 'serve', [CompletionResultType]::ParameterValue, 'Suggest who says what to annotation tools, on this machine only')
            [CompletionResult]::new('mcp', 'mcp', [CompletionResultType]::ParameterValue, 'Tell programs that speak the Model Context Protocol who said what, over standard input and output')
            [CompletionResult]::new('doctor', 'doctor', [CompletionResultType]::ParameterValue, 'Look at terminal, settings, folders and locks: what is wrong, and how to mend it')
            [CompletionResult]::new('completions', 'completions', [CompletionResultType]::ParameterValue, 'Print completions for a shell')
            [CompletionResult]::new('man', 'man', [CompletionResultType]::ParameterValue, 'Print the manual page of sayso, or of a command')
            [CompletionResult]::new('load-document', 'load-document', [CompletionResultType]::ParameterValue, 'Internal: interpret a document for another process of sayso')
            [CompletionResult]::new('help', 'help', [CompletionResultType]::ParameterValue, 'Print this message or the help of the given subcommand(s)')
            break
        }
        'sayso;help;detect' {
            break
        }
        'sayso;help;export' {
            break
        }
        'sayso;help;find' {
            break
        }
        'sayso;help;stats' {
            break
        }
        'sayso;help;verify' {
            break
        }
        'sayso;help;import' {
            break
        }
        'sayso;help;check' {
            break
        }
        'sayso;help;compare' {
            break
        }
        'sayso;help;agree' {
            break
        }
        'sayso;help;assign' {
            break
        }
        'sayso;help;adjudicate' {
            break
        }
        'sayso;help;merge' {
            break
        }
        'sayso;help;git-setup' {
            break
        }
        'sayso;help;codebook' {
            break
        }
        'sayso;help;where' {
            break
        }
        'sayso;help;serve' {
            break
        }
        'sayso;help;mcp' {
            break
        }
        'sayso;help;doctor' {
            break
        }
        'sayso;help;completions' {
            break
        }
        'sayso;help;man' {
            break
        }
        'sayso;help;load-document' {
            break
        }
        'sayso;help;help' {
            break
        }
    })

    $completions.Where{ $_.CompletionText -like "$wordToComplete*" } |
        Sort-Object -Property ListItemText
}
