/// A picture of the book, drawn by code and kept as chapters/figures/NAME.svg.
struct Figure: Equatable, Sendable {
  /// The chapter's number and a name: `03-decay`.
  let name: String
  let svg: String
}
