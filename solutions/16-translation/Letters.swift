import LinearAlgebra

/// The characters that a translator reads and writes, as symbols from 0.
public enum Letters {
  // REGION special
  /// Fills the places of a batch in which nothing stands.
  public static let padding = 0
  /// What the decoder reads before it has written anything.
  public static let start = 1
  /// What the decoder writes when it has finished.
  public static let end = 2
  // END REGION special

  /// What each symbol looks like.
  private static let shapes = Array("·▸■ -0123456789abcdefghijklmnopqrstuvwxyzöüß".unicodeScalars)

  /// V, how many symbols there are.
  public static var count: Int { shapes.count }

  /// The symbols of a text; nil where it has a character that is none of them.
  public static func symbols(of text: String) -> [Int]? {
    var symbols: [Int] = []
    for scalar in text.unicodeScalars {
      guard let symbol = shapes.firstIndex(of: scalar), symbol > end else { return nil }
      symbols.append(symbol)
    }
    return symbols
  }

  /// The characters of symbols.
  public static func text(of symbols: [Int]) -> String {
    var text = String.UnicodeScalarView()
    for symbol in symbols { text.append(shapes[symbol]) }
    return String(text)
  }
}

/// A sentence and its translation, in symbols of `Letters`.
public struct SentencePair: Equatable, Sendable {
  /// What is read, and what is to be written, without start or end.
  public var source, target: [Int]

  /// Creates a pair from its symbols.
  public init(source: [Int], target: [Int]) { (self.source, self.target) = (source, target) }

  /// Creates a pair from two texts. A character that is no letter is left out.
  public init(_ source: String, _ target: String) {
    self.init(source: Letters.symbols(of: source) ?? [], target: Letters.symbols(of: target) ?? [])
  }
}
