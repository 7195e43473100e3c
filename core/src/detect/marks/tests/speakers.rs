//! Who speaks where marks are single, spaced, or round a nickname.

use super::check;

#[test]
fn single_marks_beside_apostrophes() {
    check(
        r#"'Tell 'em I won't go,' said Nell Hardy. 'They can keep the '98 bottle.'

'That's the Prestons' affair,' said Abel Moss.

'He shouted "Fire!" and ran,' said Nell Hardy."#,
        &[
            ("'Tell", Some("Hardy")),
            ("'They can", Some("Hardy")),
            ("'That's", Some("Moss")),
            ("'He shouted", Some("Hardy")),
        ],
    );
    check(
        r"‘Tell ’em I won’t go,’ said Nell Hardy. ‘They can keep the ’98 bottle.’

‘’Twas the Prestons’ affair,’ said Abel Moss.

‘He shouted “Fire!” and ran,’ said Nell Hardy.",
        &[
            ("‘Tell", Some("Hardy")),
            ("‘They can", Some("Hardy")),
            ("‘’Twas", Some("Moss")),
            ("‘He shouted", Some("Hardy")),
        ],
    );
    check(
        r"''Tisn't yours,' said Abel Moss.

'I know,' said Nell Hardy.",
        &[("''Tisn", Some("Moss")), ("'I know", Some("Hardy"))],
    );
    check(
        r"''Tisn't yours,'' said Abel Moss.

''I know,'' said Nell Hardy.",
        &[("''Tisn", Some("Moss")), ("''I know", Some("Hardy"))],
    );
    check(
        r"'Goin' home, are you?' asked Abel Moss. 'Nothin' doin' here.'

'An' what of it?' said Nell Hardy.",
        &[("'Goin", Some("Moss")), ("'Nothin", Some("Moss")), ("'An' what", Some("Hardy"))],
    );
    check(
        r#"“He said ‘no’ twice,” said Abel Moss.

'She said "yes" once,' said Nell Hardy.

‘And I said “perhaps”,’ said Ida Crane."#,
        &[("“He said", Some("Moss")), ("'She said", Some("Hardy")), ("‘And I", Some("Crane"))],
    );
    check(
        r#"The '90s were good to the Hardys' mill, and rock 'n' roll came 'round to it. "We danced," said Nell Hardy."#,
        &[(r#""We danced"#, Some("Hardy")), ("The '90s", None)],
    );
    check(
        "Abel Moss said: 'It's the dogs' dinner.' Nell Hardy disagreed: 'It's James' dinner.'",
        &[("'It's the", Some("Moss")), ("'It's James", Some("Hardy"))],
    );
    check("The minister called it a 'mess' and the voters' fault. 'We lost,' he said.", &[("'We lost", Some(""))]);
    check(
        r"'Cause I said so,' Abel Moss replied.

'Bout time,' said Nell Hardy.",
        &[("'Cause", Some("Moss")), ("'Bout", Some("Hardy"))],
    );
    check(
        r"‘Aren’t they the boys’?’ asked Abel Moss.

‘They’re the girls’,’ said Nell Hardy.",
        &[("‘Aren", Some("Moss")), ("‘They", Some("Hardy"))],
    );
    check(
        r#"The Hardys' barn burned in '08. 'Nobody came,' said Nell Hardy, 'and nobody's sorry.'

She looked at the others' faces. 'It's nobody's fault,' she said, 'not ours, not theirs.'

"He's wrong," Abel Moss said. "'Nobody' is a big word."
"#,
        &[
            ("'Nobody came", Some("Hardy")),
            ("'and nobody", Some("Hardy")),
            ("'It's nobody", Some("Hardy")),
            ("'not ours", Some("Hardy")),
            (r#""He"#, Some("Moss")),
        ],
    );
    check(
        "Nell Hardy said the councillors' plan was 'daft' and 'dear'. Abel Moss called it 'the best in years', adding: 'We'll vote for it.'",
        &[("'We'll", Some("Moss"))],
    );
    check(
        r#"'If you say "no",' Abel Moss warned, 'you'll lose.'

'"No" is all I've got,' said Nell Hardy."#,
        &[("'If you", Some("Moss")), ("'you'll", Some("Moss")), (r#"'"No" is"#, Some("Hardy"))],
    );
}

#[test]
fn nicknames_are_part_of_names() {
    check(
        r#"“It floats,” said Henrik "Bosun" Aalto, a sailor.

“It sinks,” said Lucy 'Red' Barnes.

“It leaks,” said Owen ‘Bear’ Castle.

“It drifts,” Rosa (Rosie) Delgado said.

“It turns,” Ian «Kit» Evers said.

“It burns,” said Jack “the Knife” Farrow."#,
        &[
            ("“It floats", Some("Aalto")),
            ("“It sinks", Some("Barnes")),
            ("“It leaks", Some("Castle")),
            ("“It drifts", Some("Delgado")),
            ("“It turns", Some("Evers")),
            ("“It burns", Some("Farrow")),
        ],
    );
    check(
        r#"“It floats,” said a docker known as “Tiny.”

“It sinks,” said a welder nicknamed "Sparks", who works nights.

“It leaks,” Mr. Walter “Wally” Quince, 71, said."#,
        &[("“It floats", Some("Tiny")), ("“It sinks", Some("Sparks")), ("“It leaks", Some("Quince"))],
    );
    check(
        r"Anton “Dutch” Reyle runs the mill. “It floats,” Reyle said.

“It turns,” said Dutch.",
        &[("“It floats", Some("Reyle"))],
    );
    check(
        r"Anton “Sparky” Reyle runs the mill. “It floats,” Reyle said.

“It turns,” said Sparky.

“It sinks,” said Anton Reyle.",
        &[("“It floats", Some("Reyle")), ("“It turns", Some("Reyle")), ("“It sinks", Some("Reyle"))],
    );
    check(
        r#"“I know Anton "Dutch" Reyle,” said Ada Moor.

"I know Anton "Dutch" Reyle," said Ben Moor.

Ada Moor sang “Harbour Light” Tuesday. “It floats,” said Ben Moor."#,
        &[
            ("“I know", Some("Ada Moor")),
            (r#""I know"#, Some("Ben Moor")),
            ("“It floats", Some("Ben Moor")),
            ("“It floats", Some("Moor")),
        ],
    );
    check(
        r"“It floats,” said Anton Reyle (“Dutch” to his friends).

“It sinks,” said “Big Al” Nunez.",
        &[("“It floats", Some("Reyle")), ("“It floats", Some("Reyle"))],
    );
    check(
        r"“It floats,” said Robert (Bob) Hale.

“It sinks,” Sen. James “Jim” Orr (R-Ohio) said.

“It leaks,” said Dr. Ann-Marie ‘Annie’ O’Dell.",
        &[("“It floats", Some("Hale")), ("“It sinks", Some("Orr")), ("“It leaks", Some("Dell"))],
    );
}

#[test]
fn marks_with_blanks_inside() {
    check(
        r#"" Who goes there ? " asked Otto .

" A friend , " said Mia Kern ."#,
        &[(r#"" Who"#, Some("Otto")), (r#"" A friend"#, Some("Kern"))],
    );
    check(
        r" “ Who goes there? ” asked Otto Brandt.

“ A friend, ” said Mia Kern. “ And a cold one. ”",
        &[("“ Who", Some("Brandt")), ("“ A friend", Some("Kern")), ("“ And", Some("Kern"))],
    );
    check(
        r"« Who goes there ? » asked Otto Brandt.

« A friend », said Mia Kern.",
        &[("« Who", Some("Brandt")), ("« A friend", Some("Kern"))],
    );
    check(
        r"`` Who goes there ? '' asked Otto Brandt .

`` A friend , '' said Mia Kern .",
        &[("`` Who", Some("Brandt")), ("`` A friend", Some("Kern"))],
    );
    check(
        r"' Who goes there? ' asked Otto Brandt.

' A friend, ' said Mia Kern.",
        &[("' Who", Some("Brandt")), ("' A friend", Some("Kern"))],
    );
    check(
        r#"" Who goes there?" asked Otto Brandt.

"A friend, " said Mia Kern. "And a cold one. ""#,
        &[(r#"" Who"#, Some("Brandt")), (r#""A friend"#, Some("Kern")), (r#""And"#, Some("Kern"))],
    );
    check(
        r#"Mia Kern said : " The pier is closed . " Otto Brandt said : " It is not . ""#,
        &[(r#"" The pier"#, Some("Kern")), (r#"" It is"#, Some("Brandt"))],
    );
    check(
        r#"The plank was 6 " wide and 12 " long. "It fits," said Mia Kern."#,
        &[(r#""It fits"#, Some("Kern")), ("The plank", None)],
    );
}
