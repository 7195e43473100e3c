//! Paragraphs that open and do not close, and marks that are missing.

use crate::detect::marks::check;

#[test]
fn each_paragraph_opens_and_the_last_one_closes() {
    check(
        r"Councillor Ines Dorado rose last.

“Nobody asked the ferrymen. They heard of it from a poster.

“The jetty was theirs before it was ours.

“We should have gone to them first,” Dorado said.

“It is true,” said Paul Venn, a ferryman.",
        &[
            ("“Nobody asked", Some("Dorado")),
            ("“The jetty", Some("Dorado")),
            ("“We should", Some("Dorado")),
            ("“It is true", Some("Venn")),
        ],
    );
    check(
        r"“Nobody asked the ferrymen. They heard of it from a poster.

“The jetty was theirs before it was ours,” said Councillor Ines Dorado. “We should have gone to them first.

“That is my fault.”

The room was silent.

“It is true,” said Paul Venn, a ferryman.",
        &[
            ("“Nobody asked", Some("Dorado")),
            ("“The jetty", Some("Dorado")),
            ("“We should", Some("Dorado")),
            ("“That is", Some("Dorado")),
            ("“It is true", Some("Venn")),
        ],
    );
    check(
        r"«Nobody asked the ferrymen. They heard of it from a poster.

«The jetty was theirs before it was ours.

«We should have gone to them first», Ines Dorado said.

«It is true», said Paul Venn.",
        &[("«Nobody asked", Some("Dorado")), ("«We should", Some("Dorado")), ("«It is true", Some("Venn"))],
    );
    check(
        r"‘Nobody asked the ferrymen. They heard of it from a poster.

‘The jetty was theirs before it was ours.

‘We should have gone to them first,’ Ines Dorado said.

‘It is true,’ said Paul Venn.",
        &[
            ("‘Nobody asked", Some("Dorado")),
            ("‘The jetty", Some("Dorado")),
            ("‘We should", Some("Dorado")),
            ("‘It is true", Some("Venn")),
        ],
    );
    check(
        r"'Nobody asked the ferrymen. They heard of it from a poster.

'The jetty was theirs before it was ours.

'We should have gone to them first,' Ines Dorado said.

'It is true,' said Paul Venn.",
        &[
            ("'Nobody asked", Some("Dorado")),
            ("'The jetty", Some("Dorado")),
            ("'We should", Some("Dorado")),
            ("'It is true", Some("Venn")),
        ],
    );
    check(
        r#"Ines Dorado, the councillor, said that she was sorry.

"Nobody asked the ferrymen. They heard of it from a poster.

"The jetty was theirs before it was ours," she added.

"It is true," said Paul Venn."#,
        &[(r#""Nobody asked"#, Some("Dorado")), (r#""The jetty"#, Some("Dorado")), (r#""It is true"#, Some("Venn"))],
    );
    check(
        r"According to Ines Dorado, “Nobody asked the ferrymen. They heard of it from a poster.

“The jetty was theirs before it was ours.”

Paul Venn left.",
        &[("“Nobody asked", Some("Dorado")), ("“The jetty", Some("Dorado"))],
    );
    check(
        r"“Nobody asked the ferrymen,” Ines Dorado told the council. “They heard of it from a poster.

“The jetty was theirs before it was ours.

“We should have gone to them first.”

“It is true,” Paul Venn said.

“Is it?” asked Ines Dorado.",
        &[
            ("“They heard", Some("Dorado")),
            ("“The jetty", Some("Dorado")),
            ("“We should", Some("Dorado")),
            ("“It is true", Some("Venn")),
            ("“Is it", Some("Dorado")),
        ],
    );
    check(
        r"“Nobody asked the ferrymen. They heard of it from a poster.

“‘Who owns the jetty?’ they asked me. I had no answer.

“We should have gone to them first,” said Ines Dorado.",
        &[("“Nobody asked", Some("Dorado")), ("“‘Who", Some("Dorado")), ("“We should", Some("Dorado"))],
    );
    check(
        r"``Nobody asked the ferrymen. They heard of it from a poster.

``The jetty was theirs before it was ours,'' said Ines Dorado.

``It is true,'' said Paul Venn.",
        &[("``Nobody", Some("Dorado")), ("``It is", Some("Venn"))],
    );
    check(
        r"„Nobody asked the ferrymen. They heard of it from a poster.

„The jetty was theirs before it was ours“, said Ines Dorado.

„It is true“, said Paul Venn.",
        &[("„Nobody", Some("Dorado")), ("„It is", Some("Venn"))],
    );
    check(
        r"“Nobody asked the ferrymen. They heard of it from a poster.

“The jetty was theirs before it was ours,” Ines Dorado, a councillor for the old town, told the meeting.",
        &[("“Nobody asked", Some("Dorado"))],
    );
}

#[test]
fn a_wrong_mark_costs_nobody_the_speaker() {
    check(
        r"“The boiler burst before dawn, Hugo Lind said.

“I heard it from my bed,” said Marta Oyen, a nurse.

“We will build another,” said Mayor Tess Quale.",
        &[("“The boiler", Some("Lind")), ("“I heard", Some("Oyen")), ("“We will", Some("Quale"))],
    );
    check(
        r"Hugo Lind, the foreman, said: “The boiler burst before dawn.

“I heard it from my bed,” said Marta Oyen, a nurse.

“We will build another,” said Mayor Tess Quale.",
        &[("“The boiler", Some("Lind")), ("“I heard", Some("Oyen")), ("“We will", Some("Quale"))],
    );
    check(
        r"“The boiler burst before dawn,” said Hugo Lind. “Nobody was hurt.

Marta Oyen, a nurse, said: “I heard it from my bed.”

“We will build another,” said Mayor Tess Quale.",
        &[
            ("“The boiler", Some("Lind")),
            ("“Nobody was", Some("Lind")),
            ("“I heard", Some("Oyen")),
            ("“We will", Some("Quale")),
        ],
    );
    check(
        r#""The boiler burst before dawn,' said Hugo Lind.

"I heard it from my bed," said Marta Oyen, a nurse."#,
        &[(r#""The boiler"#, Some("Lind")), (r#""I heard"#, Some("Oyen"))],
    );
    check(
        r#"“The boiler burst before dawn,‘ said Hugo Lind.

“I heard it from my bed,“ said Marta Oyen, a nurse.

“We will build another," said Mayor Tess Quale."#,
        &[("“The boiler", Some("Lind")), ("“I heard", Some("Oyen")), ("“We will", Some("Quale"))],
    );
    check(
        r#""The boiler burst before dawn,"" said Hugo Lind.

""I heard it from my bed," said Marta Oyen, a nurse.

"We will" build another," said Mayor Tess Quale."#,
        &[(r#""The boiler"#, Some("Lind")), ("I heard", Some("Oyen")), (r#""We will"#, Some("Quale"))],
    );
    check(
        r"““The boiler burst before dawn,” said Hugo Lind.

“I heard it from my bed,”” said Marta Oyen, a nurse.

“We will build another,” said Mayor Tess Quale.”",
        &[("The boiler", Some("Lind")), ("“I heard", Some("Oyen")), ("“We will", Some("Quale"))],
    );
    check(
        r"The boiler burst before dawn,” said Hugo Lind.

“I heard it from my bed,” said Marta Oyen, a nurse.",
        &[("The boiler", Some("Lind")), ("“I heard", Some("Oyen"))],
    );
    check(
        r#"The boiler burst before dawn," said Hugo Lind.

"I heard it from my bed," said Marta Oyen, a nurse."#,
        &[("The boiler", Some("Lind")), (r#""I heard"#, Some("Oyen"))],
    );
    check(
        r#""The boiler burst before dawn, said Hugo Lind. "Nobody was hurt," he added.

"I heard it from my bed," said Marta Oyen, a nurse."#,
        &[(r#""The boiler"#, Some("Lind")), (r#""Nobody"#, Some("Lind")), (r#""I heard"#, Some("Oyen"))],
    );
    check(
        r"“Was anybody hurt? asked Hugo Lind.

“I heard it from my bed,” said Marta Oyen, a nurse.",
        &[("“Was", Some("Lind")), ("“I heard", Some("Oyen"))],
    );
    check(
        r"‘The boiler burst before dawn, said Hugo Lind.

‘I heard it from my bed,’ said Marta Oyen, a nurse.

‘We will build another,’ said Mayor Tess Quale.",
        &[("‘I heard", Some("Oyen")), ("‘We will", Some("Quale"))],
    );
    check(
        r"«The boiler burst before dawn, said Hugo Lind.

«I heard it from my bed», said Marta Oyen, a nurse.",
        &[("«The boiler", Some("Lind")), ("«I heard", Some("Oyen"))],
    );
    check(
        r"The boiler, “old as the mill, had burst before dawn, Hugo Lind said on Monday.

“I heard it from my bed,” said Marta Oyen, a nurse.",
        &[("“I heard", Some("Oyen"))],
    );
    check(
        r"“The boiler burst before dawn. He paused. “Nobody slept,” said Hugo Lind.

“I heard it from my bed,” said Marta Oyen.",
        &[("“I heard", Some("Oyen")), ("“Nobody", Some("Lind"))],
    );
    check(
        r#""The boiler burst before dawn. He paused. "Nobody slept," said Hugo Lind.

"I heard it from my bed," said Marta Oyen."#,
        &[(r#""I heard"#, Some("Oyen")), (r#""Nobody"#, Some("Lind"))],
    );
    check(
        r"“The boiler burst before dawn.

I heard it from my bed,” said Marta Oyen.

“We will build another,” said Mayor Tess Quale.",
        &[("“We will", Some("Quale"))],
    );
    check(
        r"Hugo Lind spoke first: “The boiler burst before dawn.

Marta Oyen said she heard it from her bed. “It woke the street,” she said.

“We will build another,” said Mayor Tess Quale.",
        &[("“The boiler", Some("Lind")), ("“It woke", Some("Oyen")), ("“We will", Some("Quale"))],
    );
    check(
        r"“The boiler burst before dawn,” said Hugo Lind. “Nobody was hurt.

“I heard it from my bed,” said Marta Oyen, a nurse. “It woke me.

“We will build another,” said Mayor Tess Quale.",
        &[
            ("“Nobody was", Some("Lind")),
            ("“I heard", Some("Oyen")),
            ("“It woke", Some("Oyen")),
            ("“We will", Some("Quale")),
        ],
    );
    check(
        r"“The boiler burst before dawn” said Hugo Lind.

“I heard it from my bed.” said Marta Oyen.

“We will build another,”said Mayor Tess Quale.

“Who pays?”asked Hugo Lind.",
        &[
            ("“The boiler", Some("Lind")),
            ("“I heard", Some("Oyen")),
            ("“We will", Some("Quale")),
            ("“Who", Some("Lind")),
        ],
    );
}
