//! The fenced blocks of a page.

/// A fenced block.
#[derive(Clone, Debug)]
pub struct Block {
    /// The page, as a path from the root.
    pub page: String,
    /// The line of its fence, from 1.
    pub line: usize,
    /// The first word behind the fence.
    pub language: String,
    /// What follows it.
    pub mark: String,
    /// What is in it, each line with its end.
    pub text: String,
    /// Whether nothing but blank lines stands between it and the block before.
    pub follows: bool,
}

impl Block {
    /// Where it stands, for messages.
    pub fn place(&self) -> String {
        format!("{}:{}", self.page, self.line)
    }

    /// Why it is not run.
    pub fn not_run(&self) -> Option<&str> {
        self.mark.strip_prefix("not-run: ")
    }

    /// Whether it holds commands that are run.
    pub fn is_run(&self) -> bool {
        matches!(self.language.as_str(), "sh" | "console") && self.not_run().is_none()
    }

    /// The exit code of its last command.
    pub fn exit(&self) -> i32 {
        self.mark.strip_prefix("exit ").map_or(0, |code| code.parse().unwrap())
    }

    /// The commands behind `$`, each with its output.
    pub fn commands(&self) -> Vec<(String, String)> {
        let mut commands: Vec<(String, String)> = Vec::new();
        let mut inside = false;
        for line in self.text.split_inclusive('\n') {
            if let Some(command) = line.strip_prefix("$ ") {
                commands.push((command.to_owned(), String::new()));
                inside = command.trim_end().ends_with('\\');
            } else if inside || line.starts_with("> ") {
                inside = line.trim_end().ends_with('\\');
                let command = commands.last_mut().unwrap_or_else(|| panic!("{}: no command", self.place()));
                command.0.push_str(line.strip_prefix("> ").unwrap_or(line));
            } else {
                let command = commands.last_mut().unwrap_or_else(|| panic!("{}: no command", self.place()));
                command.1.push_str(line);
            }
        }
        commands
    }
}

/// The blocks of a page, in order.
pub fn of(page: &str, text: &str) -> Vec<Block> {
    let mut blocks: Vec<Block> = Vec::new();
    let mut open: Option<(Block, usize)> = None;
    let mut follows = false;
    for (at, line) in text.lines().enumerate() {
        let bare = line.trim_start();
        match (&mut open, bare.strip_prefix("```")) {
            (None, Some(info)) => {
                let (language, mark) = info.split_once(' ').unwrap_or((info, ""));
                let (language, mark) = (language.to_owned(), mark.trim().to_owned());
                let block = Block { page: page.to_owned(), line: at + 1, language, mark, text: String::new(), follows };
                open = Some((block, line.len() - bare.len()));
            }
            (Some(_), Some("")) => {
                blocks.extend(open.take().map(|(block, _)| block));
                follows = true;
            }
            (Some((block, indent)), _) => {
                // A block of a list stands as far in as its fence.
                block.text.push_str(line.get(*indent..).unwrap_or_default());
                block.text.push('\n');
            }
            (None, None) => follows &= bare.is_empty(),
        }
    }
    assert!(open.is_none(), "{page}: a fence is not closed");
    blocks
}

#[test]
fn blocks_have_language_mark_and_text() {
    let page = "# A\n\n```sh exit 1\nfalse\n```\n\n```text\nno\n```\n\nB.\n\n  ```console\n  $ a \\\n    b\n  c\n\n  d\n  $ e\n  ```\n";
    let blocks = of("a.md", page);
    let shown: Vec<_> = blocks.iter().map(|b| (b.line, b.language.as_str(), b.exit(), b.follows)).collect();
    assert_eq!(shown, [(3, "sh", 1, false), (7, "text", 0, true), (13, "console", 0, false)]);
    let commands = blocks[2].commands();
    assert_eq!(commands, [("a \\\n  b\n".to_owned(), "c\n\nd\n".to_owned()), ("e\n".to_owned(), String::new())]);
}
