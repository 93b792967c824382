/// The sentences of a page: no code, tables, headings, formulas, hints, images, targets of links or
/// marks, and only characters of a keyboard. Each paragraph is a line.
///
/// The book's own corpus is made of it, so that a model which reads the book learns to write prose.
package func runningText(of markdown: String) -> String {
  var blocks = MarkdownBlocks(lines(of: withoutComments(markdown)))
  var text = ""
  while let block = blocks.next() {
    switch block {
    case .paragraph(let paragraph, _, _) where !isMarkup(paragraph): text += line(of: paragraph)
    case .quote(let quote): text += line(of: quote)
    default: continue
    }
  }
  return text
}

/// Whether a paragraph is an image, an element of HTML or an exercise's heading.
private func isMarkup(_ paragraph: String) -> Bool {
  ["![", "<", "**Exercise "].contains { paragraph.hasPrefix($0) }
}

/// A paragraph's sentences and the line's end; empty where each of them has a formula.
private func line(of paragraph: String) -> String {
  let sentences = paragraph.replacing(/\$[^$]*\$/, with: "$")
    .replacing(/\[([^\]]*)\]\([^)]*\)/) { $0.output.1 }
    .replacing(#/([.?!:][*")]*) /#) { "\($0.output.1)\n" }
    .split(separator: "\n").filter { !$0.contains("$") }
  let words = sentences.joined(separator: " ").filter { character in
    character.isASCII
      && (character.isLetter || character.isNumber || " .,:;?'()-\"".contains(character))
  }.split(separator: " ")
  return words.isEmpty ? "" : words.joined(separator: " ") + "\n"
}
