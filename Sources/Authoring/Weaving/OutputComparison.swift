import Course

/// Compares what a page says that a command prints with what it prints.
///
/// A `…` within a line of the page stands for any text in that place, and a line with nothing
/// but `…` for any lines.
struct OutputComparison: Equatable, Sendable {
  /// How far two numbers may lie apart, as a share of the larger; nil where they must be equal.
  var within: Double?
  /// Two numbers whose sizes are below this count as equal: what rounding alone leaves over.
  var noise: Double?

  private static let gap = "…"

  /// Whether a line of the page stands for all of a line that was printed.
  func matches(_ written: String, _ printed: String) -> Bool {
    if written == printed { return true }
    if within == nil, noise == nil, !written.contains(Self.gap) { return false }
    return matches(Self.pieces(of: written)[...], Self.pieces(of: printed)[...])
  }

  private func matches(_ written: ArraySlice<Substring>, _ printed: ArraySlice<Substring>) -> Bool {
    guard let first = written.first else { return printed.isEmpty }
    guard let other = printed.first else { return false }
    let rest = written.dropFirst()
    if first == Self.gap {
      return (1...printed.count).contains { matches(rest, printed.dropFirst($0)) }
    }
    return agree(first, other) && matches(rest, printed.dropFirst())
  }

  private func agree(_ left: Substring, _ right: Substring) -> Bool {
    if left == right { return true }
    // Where numbers may differ, so may the width of their columns.
    if trimmed(left).isEmpty, trimmed(right).isEmpty { return within != nil || noise != nil }
    guard let left = Self.value(of: left), let right = Self.value(of: right) else { return false }
    let size = max(abs(left), abs(right))
    if let noise, size < noise { return true }
    // What is printed is rounded; the tolerance itself must not be lost to that of a binary number.
    return within.map { abs(left - right) <= $0 * size * (1 + 1e-12) } ?? false
  }

  /// The numbers of a line, its words, its spaces, and each other character.
  private static func pieces(of line: String) -> [Substring] {
    line.matches(of: /[-+−]?[0-9][0-9,]*(?:\.[0-9]+)?(?:[eE][-+]?[0-9]+)?|\s+|\p{Alphabetic}+|./)
      .map(\.output)
  }

  /// The number that is written so, with a minus of either kind and with commas for thousands; nil
  /// for a word, be it "inf".
  static func value(of text: some StringProtocol) -> Double? {
    guard text.contains(where: \.isNumber) else { return nil }
    return Double(String(text).replacing(",", with: "").replacing("−", with: "-"))
  }
}

extension OutputComparison {
  /// A page's lines for a command's output.
  struct Mended: Equatable, Sendable {
    var lines: [String] = []
    /// The first line of the page that does not stand for what was printed.
    var difference: Difference?
  }

  /// A line of the page and what was printed instead; nil where one has nothing in that place.
  struct Difference: Equatable, Sendable {
    /// The page's line, as an index.
    var index: Int
    let written: String?
    let printed: String?

    /// Where the page's lines first differ from those that it should have; nil where they do not.
    static func first(_ written: [String], _ right: [String]) -> Difference? {
      if written == right { return nil }
      let same = zip(written, right).prefix { $0 == $1 }.count
      let (old, new) = (written.dropFirst(same).first, right.dropFirst(same).first)
      return Difference(index: same, written: old, printed: new)
    }

    /// What the page says, and what the place says that it quotes.
    func sentence(from source: String) -> String {
      let says = written.map { "says \"\($0)\"" } ?? "leaves out a line"
      let should = printed.map { "says \"\($0)\"" } ?? "has no such line"
      return "\(says); \(source) \(should)"
    }
  }

  /// What becomes of the page's lines from a place to the end, and how many changes that takes.
  private struct Way {
    var mended = Mended()
    var changes = 0

    func after(_ line: String?, _ change: Difference? = nil) -> Way {
      Way(
        mended: Mended(
          lines: (line.map { [$0] } ?? []) + mended.lines, difference: change ?? mended.difference),
        changes: changes + (change == nil ? 0 : 1))
    }
  }

  /// The page's lines with as few changes as make them stand for what was printed.
  func mended(_ written: [String], for printed: [String]) -> Mended {
    // The best ways to the ends from each printed line and the line of the page below.
    var below: [Way] = []
    for row in (0...written.count).reversed() {
      let old = written.dropFirst(row).first
      var best = [Way](repeating: Way(), count: printed.count + 1)
      for column in (0...printed.count).reversed() {
        let new = printed.dropFirst(column).first
        // Of ways with as many changes, the first.
        var ways: [Way] = []
        if let old, trimmed(old) == Self.gap {
          ways.append(below[column].after(old))
          if new != nil { ways.append(best[column + 1]) }
        } else {
          if let old, let new {
            let change = Difference(index: row, written: old, printed: new)
            let rest = below[column + 1]
            ways.append(matches(old, new) ? rest.after(old) : rest.after(new, change))
          }
          if let new {
            let change = Difference(index: row, written: nil, printed: new)
            ways.append(best[column + 1].after(new, change))
          }
          if let old {
            let change = Difference(index: row, written: old, printed: nil)
            ways.append(below[column].after(nil, change))
          }
        }
        best[column] = ways.min { $0.changes < $1.changes } ?? Way()
      }
      below = best
    }
    return below[0].mended
  }

  /// The same for a page that shows the command in its first line, which no gap stands for.
  func mended(_ written: [String], after command: String, for printed: [String]) -> Mended {
    let hasCommand = written.first?.hasPrefix("$ ") == true
    var result = mended(Array(written.dropFirst(hasCommand ? 1 : 0)), for: printed)
    result.lines.insert(command, at: 0)
    result.difference?.index += 1
    if written.first != command {
      result.difference = Difference(index: 0, written: written.first, printed: command)
    }
    return result
  }
}
