use crate::detect::Detector;
use crate::document::{Document, LoadOptions, load};
use crate::kinds::Form;

/// Who is said to have written which quoted words of a message with this body.
fn quoted(headers: &str, body: &str) -> Vec<(String, String)> {
    let source = format!("From: Lea Horn <lea@example.org>\nSubject: Re: ferry\n{headers}\n{body}");
    told(&load(source.as_bytes(), "a.eml", &LoadOptions::default()).unwrap())
}

fn told(document: &Document) -> Vec<(String, String)> {
    let found = Detector::new().extract(document);
    let blocks = found.attributions().filter(|a| a.form == Form::Block || found.speaker_of(*a).is_some());
    let all = blocks.map(|a| {
        let words: Vec<&str> = a.content.iter().map(|s| document.words(*s)).collect();
        (found.speaker_of(a).unwrap_or("?").to_owned(), words.join(" / "))
    });
    all.collect()
}

fn pair(who: &str, what: &str) -> (String, String) {
    (who.to_owned(), what.to_owned())
}

#[test]
fn reply_lines_of_mail_programs() {
    for (line, who) in [
        // Gmail
        ("On Fri, May 3, 2024 at 10:02 AM Nils Berg <nils@example.org> wrote:", "Nils Berg"),
        ("On Fri, 3 May 2024 at 10:02, Nils Berg <nils@example.org> wrote:", "Nils Berg"),
        ("Am Fr., 3. Mai 2024 um 10:02 Uhr schrieb Nils Berg <nils@example.org>:", "Nils Berg"),
        ("Nils Berg <nils@example.org> schrieb am Fr., 3. Mai 2024, 10:02:", "Nils Berg"),
        ("Le ven. 3 mai 2024 à 10:02, Nils Berg <nils@example.org> a écrit :", "Nils Berg"),
        ("El vie, 3 may 2024 a las 10:02, Nils Berg (<nils@example.org>) escribió:", "Nils Berg"),
        ("Op vr 3 mei 2024 om 10:02 schreef Nils Berg <nils@example.org>:", "Nils Berg"),
        ("Il giorno ven 3 mag 2024 alle ore 10:02 Nils Berg <nils@example.org> ha scritto:", "Nils Berg"),
        ("Em sex., 3 de mai. de 2024 às 10:02, Nils Berg <nils@example.org> escreveu:", "Nils Berg"),
        ("Nils Berg <nils@example.org> escreveu no dia sexta, 3/05/2024 à(s) 10:02:", "Nils Berg"),
        ("Den fre 3 maj 2024 kl 10:02 skrev Nils Berg <nils@example.org>:", "Nils Berg"),
        ("pt., 3 maj 2024 o 10:02 Nils Berg <nils@example.org> napisał(a):", "Nils Berg"),
        ("пт, 3 мая 2024 г. в 10:02, Nils Berg <nils@example.org>:", "Nils Berg"),
        ("2024年5月3日(金) 10:02 Nils Berg <nils@example.org>:", "Nils Berg"),
        // Apple Mail
        ("On May 3, 2024, at 10:02 AM, Nils Berg <nils@example.org> wrote:", "Nils Berg"),
        ("Am 03.05.2024 um 10:02 schrieb Nils Berg <nils@example.org>:", "Nils Berg"),
        ("Le 3 mai 2024 à 10:02, Nils Berg <nils@example.org> a écrit :", "Nils Berg"),
        ("El 3 may 2024, a las 10:02, Nils Berg <nils@example.org> escribió:", "Nils Berg"),
        ("Op 3 mei 2024, om 10:02 heeft Nils Berg <nils@example.org> het volgende geschreven:", "Nils Berg"),
        ("Il giorno 3 mag 2024, alle ore 10:02, Nils Berg <nils@example.org> ha scritto:", "Nils Berg"),
        // Thunderbird
        ("On 03/05/2024 10:02, Nils Berg wrote:", "Nils Berg"),
        ("On 5/3/24 10:02 AM, Berg, Nils wrote:", "Berg, Nils"),
        ("Am 03.05.24 um 10:02 schrieb Nils Berg:", "Nils Berg"),
        ("Le 03/05/2024 à 10:02, Nils Berg a écrit :", "Nils Berg"),
        ("El 3/5/24 a las 10:02, Nils Berg escribió:", "Nils Berg"),
        ("Op 03-05-2024 om 10:02 schreef Nils Berg:", "Nils Berg"),
        ("Il 03/05/2024 10:02, Nils Berg ha scritto:", "Nils Berg"),
        ("Em 03/05/2024 10:02, Nils Berg escreveu:", "Nils Berg"),
        ("W dniu 3.05.2024 o 10:02, Nils Berg pisze:", "Nils Berg"),
        // KMail, Gnus, Horde, Notes, Yahoo, mutt
        ("On Friday, 3 May 2024 10:02:11 CEST Nils Berg wrote:", "Nils Berg"),
        ("Nils Berg <nils@example.org> writes:", "Nils Berg"),
        ("Quoting Nils Berg <nils@example.org>:", "Nils Berg"),
        ("Zitat von Nils Berg <nils@example.org>:", "Nils Berg"),
        ("Quoting Nils Berg (2024-05-03 10:02:11)", "Nils Berg"),
        ("Nils Berg <nils@example.org> wrote on 05/03/2024 10:02:11 AM:", "Nils Berg"),
        ("On Friday, May 3, 2024, 10:02:11 AM GMT+2, Nils Berg <nils@example.org> wrote:", "Nils Berg"),
        ("On Fri, May 03, 2024 at 10:02:11AM +0200, Nils Berg wrote:", "Nils Berg"),
        ("* Nils Berg <nils@example.org> [2024-05-03 10:02] wrote:", "Nils Berg"),
        ("In message <a1@example.org>, Nils Berg <nils@example.org> writes:", "Nils Berg"),
        // names that are not two words in capitals
        ("On Fri, 3 May 2024 at 10:02, nils berg <nils@example.org> wrote:", "nils berg"),
        ("On Fri, 3 May 2024 at 10:02, Nils van der Berg <nils@example.org> wrote:", "Nils van der Berg"),
        ("On Fri, 3 May 2024 at 10:02, <nils@example.org> wrote:", "nils@example.org"),
        ("On Fri, 3 May 2024 at 10:02, nils@example.org wrote:", "nils@example.org"),
        ("On Fri, 3 May 2024 at 10:02, Nils Berg [Ferry Office] <nils@example.org> wrote:", "Nils Berg"),
        ("On Fri, 3 May 2024 at 10:02, Nils Berg (FO) <nils@example.org> wrote:", "Nils Berg"),
        ("On Fri, 3 May 2024 at 10:02, \"Berg, Nils\" <nils@example.org> wrote:", "Berg, Nils"),
        ("On Fri, 3 May 2024 at 10:02, Nils Berg via Ferries <ferries@example.org> wrote:", "Nils Berg"),
        ("On Fri, 3 May 2024 at 10:02, 'Nils Berg' via Ferries <ferries@example.org> wrote:", "Nils Berg"),
        ("On Fri, 3 May 2024 at 10:02, May Augustin <may@example.org> wrote:", "May Augustin"),
        ("On Friday, Nils Berg wrote:", "Nils Berg"),
        ("On Friday Nils Berg wrote:", "Nils Berg"),
    ] {
        let found = quoted("", &format!("Yes.\n\n{line}\n\n> The ferry sails at noon.\n> Be there.\n\nLea\n"));
        assert_eq!(found, [pair(who, "The ferry sails at noon.\nBe there.")], "{line}");
    }
}

#[test]
fn a_reply_line_runs_over_lines_or_stands_in_what_it_leads_into() {
    let words = "The ferry sails at noon.";
    for body in [
        "Yes.\nOn Fri, May 3, 2024 at 10:02 AM Nils Berg\n<nils@example.org> wrote:\n> The ferry sails at noon.\n",
        "On Fri, May 3, 2024 at 10:02 AM Nils\nBerg <nils@example.org>\nwrote:\n\n> The ferry sails at noon.\n",
        "> On May 3, 2024, at 10:02, Nils Berg <nils@example.org> wrote:\n> \n> The ferry sails at noon.\n\nYes.\n",
        "Em sex., 3 de mai. de 2024 às 10:02, Nils Berg <\nnils@example.org> escreveu:\n\n> The ferry sails at noon.\n",
        "Yes.\nNils Berg <nils@example.org> writes:\n> The ferry sails at noon.\n",
    ] {
        assert_eq!(quoted("", body), [pair("Nils Berg", words)], "{body}");
    }
}

#[test]
fn each_depth_has_its_sender() {
    let body = "Good.\n\nOn 03/05/2024 10:02, Nils Berg wrote:\n> No.\n>\n> On 02/05/2024 09:00, Ida Voss wrote:\n>> Does it sail?\n>>\n\
        >>> Older words.\n>\n> Not today.\n\nLea\n";
    let expected = [pair("Nils Berg", "No. / Not today."), pair("Ida Voss", "Does it sail?")];
    assert_eq!(quoted("", body), expected);
}

#[test]
fn headers_of_messages_below_the_reply() {
    for header in [
        "From: Nils Berg <nils@example.org>\nSent: Friday, May 3, 2024 10:02 AM\nTo: Lea Horn\nSubject: ferry",
        "From: Nils Berg <nils@example.org>\nSent: Friday, May 3, 2024 10:02 AM\nTo: Lea Horn; Ida Voss\nCc: Office\nSubject: ferry",
        "________________________________\nVon: Nils Berg <nils@example.org>\nGesendet: Freitag, 3. Mai 2024 10:02\nAn: Lea Horn\nBetreff: Fähre",
        "De : Nils Berg <nils@example.org>\nEnvoyé : vendredi 3 mai 2024 10:02\nÀ : Lea Horn\nObjet : ferry",
        "De: Nils Berg <nils@example.org>\nEnviado: viernes, 3 de mayo de 2024 10:02\nPara: Lea Horn\nAsunto: ferry",
        "Van: Nils Berg <nils@example.org>\nVerzonden: vrijdag 3 mei 2024 10:02\nAan: Lea Horn\nOnderwerp: veer",
        "Da: Nils Berg <nils@example.org>\nInviato: venerdì 3 maggio 2024 10:02\nA: Lea Horn\nOggetto: traghetto",
        "De: Nils Berg <nils@example.org>\nEnviada: sexta-feira, 3 de maio de 2024 10:02\nPara: Lea Horn\nAssunto: barco",
        "-----Original Message-----\nFrom: Nils Berg [mailto:nils@example.org]\nSent: Friday, May 3, 2024 10:02 AM\nTo: Lea Horn\nSubject: ferry",
        "-----Ursprüngliche Nachricht-----\nVon: Nils Berg\nGesendet: Freitag, 3. Mai 2024 10:02",
        "---------- Forwarded message ---------\nFrom: Nils Berg <nils@example.org>\nDate: Fri, May 3, 2024 at 10:02 AM\nSubject: ferry\nTo: Lea Horn",
        "-------- Forwarded Message --------\nSubject: \tferry\nDate: \tFri, 3 May 2024 10:02:11 +0200\nFrom: \tNils Berg <nils@example.org>\nTo: \tLea Horn",
        "Begin forwarded message:\n\nFrom: Nils Berg <nils@example.org>\nSubject: ferry\nDate: 3 May 2024\nTo: Lea Horn",
        "*From:* Nils Berg <nils@example.org>\n*Sent:* Friday, May 3, 2024 10:02 AM\n*To:* Lea Horn\n*Subject:* ferry",
        "From: list-bounces@example.org [mailto:list-bounces@example.org] On Behalf Of Nils Berg\nSent: Friday, May 3, 2024\nTo: list\nSubject: ferry",
        "On Friday, May 3, 2024, 10:02:11 AM GMT+2, Nils Berg <nils@example.org> wrote:",
    ] {
        let found = quoted("", &format!("Good.\n\n{header}\n\nThe ferry sails at noon.\n\nBe there.\n"));
        assert_eq!(found, [pair("Nils Berg", "The ferry sails at noon. / Be there.")], "{header}");
    }
}

#[test]
fn a_thread_of_headers_ends_at_a_signature_or_the_foot_of_a_list() {
    let header =
        |who: &str| format!("From: {who} <a@example.org>\nSent: Friday, May 3, 2024 10:02 AM\nTo: All\nSubject: ferry");
    let thread = format!("Good.\n\n{}\n\nNo.\n\n{}\n\nDoes it sail?\n", header("Nils Berg"), header("Ida Voss"));
    let expected = [pair("Nils Berg", "No."), pair("Ida Voss", "Does it sail?")];
    assert_eq!(quoted("", &thread), expected);
    let foot = format!(
        "{thread}\n_______________________________________________\nFerries mailing list\nferries@example.org\n"
    );
    assert_eq!(quoted("", &foot), expected);
    assert_eq!(quoted("", &format!("{thread}\n-- \nLea Horn, Ferry Office\n")), expected);
}

#[test]
fn nobody_is_invented() {
    for body in [
        // The reader, a journey, a sentence, a list of times, words without who wrote them.
        "On Fri, 3 May 2024 at 10:02, you wrote:\n\n> The ferry sails at noon.\n",
        "From: Ella\nTo: Harwich\nDate: 3 May\n\nThe ferry sails at noon.\n",
        "On Tue, 3 May the ferry sails.\n\n> The ferry sails at noon.\n",
        "Am 3. Mai fährt die Fähre:\n\n> The ferry sails at noon.\n",
        "El martes, 3 de mayo:\n\n> The ferry sails at noon.\n",
        "-----Original Message-----\n\nThe ferry sails at noon.\n",
        "> The ferry sails at noon.\n",
    ] {
        assert_eq!(quoted("", body), [], "{body}");
    }
}

#[test]
fn lines_that_a_program_broke_are_whole_again() {
    let headers = "Content-Type: text/plain; format=flowed; delsp=yes\n";
    let body = "On Fri, 3 May 2024 at 10:02, Nils Berg wrote:\n> The ferry sai \n> ls at no \n> on.\n> Be there.\n\n-- \nLea\n";
    assert_eq!(quoted(headers, body), [pair("Nils Berg", "The ferry sails at noon.\nBe there.")]);
    let headers = "Content-Type: text/plain; format=flowed\n";
    let body = "Nils Berg <nils@example.org> writes:\n> The ferry \n> sails.\n>> Deeper \n> and back.\n";
    assert_eq!(quoted(headers, body), [pair("Nils Berg", "The ferry sails. / and back.")]);
}

#[test]
fn web_pages_of_messages() {
    let headers = "Content-Type: text/html; charset=utf-8\n";
    let told = [pair("Nils Berg", "The ferry sails at noon.")];
    for body in [
        "<div dir=ltr>Yes.</div><br><div class=gmail_quote><div class=gmail_attr>On Fri, May 3, 2024 at 10:02 AM Nils Berg &lt;<a \
         href='mailto:nils@example.org'>nils@example.org</a>&gt; wrote:<br></div><blockquote class=gmail_quote><div>The ferry sails at \
         noon.</div></blockquote></div>",
        "<p>Yes.</p><div class=moz-cite-prefix>On 03/05/2024 10:02, Nils Berg wrote:<br></div><blockquote type=cite><p>The ferry sails at \
         noon.</p></blockquote>",
        "Yes.<br><blockquote type=cite><div>On May 3, 2024, at 10:02, Nils Berg &lt;nils@example.org&gt; wrote:</div><br><div>The ferry \
         sails at noon.</div></blockquote>",
        "<div>Yes.</div><hr><div id=divRplyFwdMsg><b>From:</b> Nils Berg &lt;nils@example.org&gt;<br><b>Sent:</b> Friday, May 3, 2024 10:02 \
         AM<br><b>To:</b> Lea Horn<br><b>Subject:</b> ferry<div>&nbsp;</div></div><div>The ferry sails at noon.</div>",
        "<div><p class=MsoNormal>Yes.<o:p></o:p></p><div style='border-top:solid'><p class=MsoNormal><b>Von:</b> Nils Berg \
         &lt;nils@example.org&gt; <br><b>Gesendet:</b> Freitag, 3. Mai 2024 10:02<br><b>An:</b> Lea Horn<br><b>Betreff:</b> Fähre</p></div>\
         <p class=MsoNormal>The ferry sails at noon.</p></div>",
        "<div>Yes.<br><br>-----Original Message-----<br>From: Nils Berg<br>Sent: Friday, May 3, 2024<br>To: Lea Horn<br>Subject: \
         ferry<br><br>The ferry sails at noon.</div>",
    ] {
        assert_eq!(quoted(headers, body), told, "{body}");
    }
}

#[test]
fn the_page_is_the_message_when_its_text_only_points_to_it() {
    let headers = "MIME-Version: 1.0\nContent-Type: multipart/alternative; boundary=x\n";
    let page = format!("<p>“It sails,” said Ida Voss. {}</p>", "The ferry is old and slow but safe. ".repeat(12));
    let body = |plain: &str| {
        format!(
            "--x\nContent-Type: text/plain\n\n{plain}\n--x\nContent-Type: text/html; charset=utf-8\n\n{page}\n--x--\n"
        )
    };
    for stub in ["View this message in your browser: https://example.org/a/b/c", "", "This message is in HTML."] {
        assert_eq!(quoted(headers, &body(stub)).first(), Some(&pair("Ida Voss", "“It sails,”")), "{stub}");
    }
    let own = format!("“It floats,” said Bo Falk. {}", "The ferry is old and slow but safe. ".repeat(12));
    assert_eq!(quoted(headers, &body(&own)).first(), Some(&pair("Bo Falk", "“It floats,”")));
}

#[test]
fn a_letter_in_markdown_quotes_too() {
    let text = "I said “no” to that. On Thursday, Karl Oster wrote:\n\n> The stop was served.\n>\n> > Was it?\n>\n> It was.\n\nHe did not.\n";
    let found = told(&Document::from_text(text, "a.md"));
    assert!(found.contains(&pair("Karl Oster", "The stop was served. / It was.")), "{found:?}");
}

#[test]
fn the_header_above_a_letter_in_plain_text_says_nothing() {
    let header =
        "From: Ada Grey <ada@example.org>\nTo: Bo Lind\nDate: Sun, 9 Jun 2024 10:00:00 +0000\nSubject: The quay";
    let body = "It will hold. “It will sink,” said Ida Voss.\n\nI went.";
    let found = told(&Document::from_text(&format!("{header}\n\n{body}\n"), "a.txt"));
    assert_eq!(found, [pair("Ida Voss", "“It will sink,”")]);
    let found = told(&Document::from_text(&format!("{header}\n\n> It will sink.\n\nNo.\n"), "a.txt"));
    assert!(found.iter().all(|(who, _)| who != "Ada Grey"), "{found:?}");
}

#[test]
fn what_is_quoted_deeper_in_plain_text_is_somebody_elses() {
    let text = "I agree.\n\nOn Fri, May 3, 2024 at 10:02 AM Nils Berg <nils@example.org> wrote:\n> It sails at noon.\n>\n\
        > On Thu, May 2, 2024 at 9:40 PM Ida Voss <ida@example.org> wrote:\n> > When does it sail,\n> > and who steers?\n> Be there.\n\nThanks\n";
    let found = told(&Document::from_text(text, "a.txt"));
    let expected = [
        pair("Nils Berg", "> It sails at noon. / > Be there."),
        pair("Ida Voss", "> > When does it sail,\n> > and who steers?"),
    ];
    assert_eq!(found, expected);
    let unnamed = "I agree.\n\nOn Fri, May 3, 2024 at 10:02 AM Nils Berg <nils@example.org> wrote:\n> > When does it sail?\n> At noon.\n";
    let found = told(&Document::from_text(unnamed, "a.txt"));
    assert_eq!(found, [pair("Nils Berg", "> At noon.")]);
}

#[test]
fn letters_pasted_into_plain_text_quote_too() {
    let line = "On Fri, May 3, 2024 at 10:02 AM Nils Berg <nils@example.org> wrote:";
    for text in [
        format!("Hi all,\n\nI agree.\n\n{line}\n\n> It sails at noon.\n> Be there.\n\nThanks\n"),
        format!("Hi all,\n\nI agree.\n\n{line}\n> It sails at noon.\n> Be there.\n\nThanks\n"),
    ] {
        let found = told(&Document::from_text(&text, "a.txt"));
        assert_eq!(found, [pair("Nils Berg", "> It sails at noon.\n> Be there.")], "{text}");
    }
    for text in [
        ">> IDA: We came.\n\n>> Why?\n\n>> IDA: To see.\n\n>> What?\n",
        "On Tue, 3 May it sails:\n\n> one\n\nThanks, it was a long day for all of us.\n",
    ] {
        let found = told(&Document::from_text(text, "a.txt"));
        assert!(found.iter().all(|(who, _)| who == "IDA"), "{found:?}");
    }
}
