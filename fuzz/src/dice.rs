//! An input as numbers, choices and words. An input that is used up goes on with zeros.

/// Bytes that are not used yet.
pub struct Dice<'a>(pub &'a [u8]);

impl<'a> Dice<'a> {
    /// Whether nothing is left.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The next byte.
    pub fn byte(&mut self) -> u8 {
        match self.0.split_first() {
            Some((first, rest)) => {
                self.0 = rest;
                *first
            }
            None => 0,
        }
    }

    /// A number of two bytes.
    pub fn number(&mut self) -> usize {
        usize::from(self.byte()) << 8 | usize::from(self.byte())
    }

    /// A number below another one, which fits in two bytes.
    pub fn below(&mut self, sides: usize) -> usize {
        if sides <= 256 { usize::from(self.byte()) % sides.max(1) } else { self.number() % sides }
    }

    /// One of several.
    pub fn one<T: Copy>(&mut self, of: &[T]) -> T {
        of[self.below(of.len())]
    }

    /// One of two answers, the first in one of so many cases.
    pub fn in_one_of(&mut self, cases: usize) -> bool {
        self.below(cases) == 1
    }

    /// Words: as many bytes as the next one says, as text.
    pub fn words(&mut self) -> String {
        let length = usize::from(self.byte()).min(self.0.len());
        let (words, rest) = self.0.split_at(length);
        self.0 = rest;
        String::from_utf8_lossy(words).into_owned()
    }

    /// The first line, without its end, and what stands behind it.
    pub fn line(bytes: &'a [u8]) -> (String, &'a [u8]) {
        let end = bytes.iter().position(|b| *b == b'\n').unwrap_or(bytes.len());
        let (line, rest) = bytes.split_at(end);
        (String::from_utf8_lossy(line).into_owned(), rest.get(1..).unwrap_or_default())
    }
}

/// The parts of an input between lines that begin with `===`, each with what stands behind these signs.
pub fn parts(bytes: &[u8]) -> Vec<(String, Vec<u8>)> {
    let mut all = vec![(String::new(), Vec::new())];
    for line in bytes.split_inclusive(|b| *b == b'\n') {
        match line.strip_prefix(b"===") {
            Some(name) => {
                // The line end before the signs belongs to them.
                if let Some((_, before)) = all.last_mut() {
                    before.pop_if(|b| *b == b'\n');
                }
                all.push((String::from_utf8_lossy(name).trim().to_owned(), Vec::new()));
            }
            None => all.last_mut().expect("there is one").1.extend_from_slice(line),
        }
    }
    all
}
