import ExerciseSupport
import LinearAlgebra

/// The symbols that a model knows, each with its index, and one more that stands for all others.
///
///     let vocabulary = Vocabulary(of: "banana", unit: .character)
///     vocabulary.symbols               // b, a, n and the unknown symbol
///     vocabulary.encode("bandana")     // [0, 1, 2, 3, 1, 2, 1]
///     vocabulary.decode([0, 1, 2])     // "ban"
///
/// Symbols are strings, compared as Swift compares them: two spellings of one character that
/// Unicode holds to be the same, such as é as one scalar or as two, are one symbol. It is written
/// as the text wrote it first.
public struct Vocabulary: Equatable, Sendable {
  // REGION vocabulary
  /// What a text is cut into.
  public let unit: TextUnit
  /// The known symbols in the order of their indices, then the unknown symbol.
  public let symbols: [String]
  private let indices: [String: Int]

  /// The index of the unknown symbol, which is the last.
  public var unknown: Int { symbols.count - 1 }

  /// How many symbols there are, the unknown one among them: V.
  public var count: Int { symbols.count }
  // END REGION vocabulary

  /// What is written for a symbol that the vocabulary lacks: Unicode's replacement character.
  public static let unknownSymbol = "\u{FFFD}"

  /// The vocabulary of a text.
  ///
  /// - Parameters:
  ///   - text: where the symbols are found; it may be empty.
  ///   - unit: what the text is cut into.
  ///   - minimumCount: how often a symbol must occur to be known, at least 1. With 2, the words
  ///     that occur once are what a model can learn the unknown symbol from.
  public init(of text: String, unit: TextUnit, minimumCount: Int = 1) {
    let symbols = unit.symbols(of: text)
    self.init(unit: unit, known: knownSymbols(of: symbols, minimumCount: minimumCount))
  }

  /// A vocabulary of these symbols and the unknown one, which may be among them.
  ///
  /// - Precondition: no symbol occurs twice.
  public init(unit: TextUnit, known: [String]) {
    stop(if: repetitionProblem(known))
    self.unit = unit
    symbols = known.filter { $0 != Vocabulary.unknownSymbol } + [Vocabulary.unknownSymbol]
    var indices: [String: Int] = [:]
    for (index, symbol) in symbols.enumerated() { indices[symbol] = index }
    self.indices = indices
  }

  // REGION index
  /// The index of a symbol; nil where the vocabulary lacks it.
  public func index(of symbol: String) -> Int? {
    indices[symbol]
  }
  // END REGION index

  /// One index for each symbol; that of the unknown symbol for those that the vocabulary lacks.
  public func encode(symbols: [String]) -> [Int] {
    // EXERCISE 8.2 (2 points): from symbols to numbers
    symbols.map { index(of: $0) ?? unknown }
    // PLACEHOLDER notWritten("8.2", symbols.map { _ in 0 })
    // END
  }

  // REGION round-trip
  /// The indices of a text's symbols.
  public func encode(_ text: String) -> [Int] {
    encode(symbols: unit.symbols(of: text))
  }

  /// The text of indices, each in `0..<count`.
  ///
  /// For every text that has known symbols only, `decode(encode(text)) == text`. The other way
  /// round need not hold: the symbols e and ◌́, one after the other, are written é and read as one.
  public func decode(_ indices: [Int]) -> String {
    var text = ""
    for index in indices { text += symbols[index] }
    return text
  }
  // END REGION round-trip
}

/// The symbols that are worth an index of their own.
///
///     knownSymbols(of: ["to", " ", "be", " ", "or"], minimumCount: 1)      // to, space, be, or
///     knownSymbols(of: ["to", " ", "be", " ", "or"], minimumCount: 2)      // space
///
/// - Parameters:
///   - symbols: a text, cut into symbols; it may be empty.
///   - minimumCount: how often a symbol must occur, at least 1.
/// - Returns: each symbol that occurs so often, once, in the order of first appearance.
/// - Precondition: `minimumCount` is at least 1.
public func knownSymbols(of symbols: [String], minimumCount: Int) -> [String] {
  stop(if: countProblem(minimumCount))
  // EXERCISE 8.1 (3 points): the symbols of a text
  var counts: [String: Int] = [:]
  for symbol in symbols { counts[symbol, default: 0] += 1 }
  var seen: Set<String> = []
  return symbols.filter { counts[$0, default: 0] >= minimumCount && seen.insert($0).inserted }
  // PLACEHOLDER return notWritten("8.1", [])
  // END
}

/// The sentence that says why no symbol can be counted so; nil where it can.
func countProblem(_ minimumCount: Int) -> String? {
  minimumCount > 0
    ? nil : "a symbol cannot be known from \(minimumCount) occurrences: it needs at least 1"
}

/// The sentence that names a symbol which stands twice in a list; nil where none does.
func repetitionProblem(_ symbols: [String]) -> String? {
  var seen: Set<String> = []
  for symbol in symbols where !seen.insert(symbol).inserted {
    return "the symbol \(symbol) stands twice in the vocabulary"
  }
  return nil
}
