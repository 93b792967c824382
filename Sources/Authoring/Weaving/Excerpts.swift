import Course

extension ChapterText {
  /// A piece of code that the chapter quotes.
  struct Excerpt: Equatable, Sendable {
    let file: String
    let region: String?
    /// Counted from 1.
    let line: Int
  }

  /// The excerpts that the fences name: ```` ```swift excerpt=solutions/…/RNNCell.swift#step ````.
  var excerpts: [Excerpt] {
    let fences = (try? MarkdownFence.all(in: lines, of: path)) ?? []
    return fences.compactMap { fence in
      guard fence.language == "swift", let source = fence.attributes["excerpt"] else { return nil }
      let quotation = Quotation(source)
      return Excerpt(file: quotation.file, region: quotation.region, line: fence.line)
    }
  }
}
