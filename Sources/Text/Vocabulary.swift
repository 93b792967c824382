/// The symbols that a model knows, each with its index.
///
///     let vocabulary = Vocabulary(of: "a rose is a rose", unit: .word)
///     try vocabulary.encode("is a")  // three indices: is, space, a
///
/// Symbols are in the order of their Unicode scalars, so the same text gives the same indices on
/// every platform. Two spellings of one character that Unicode holds to be the same, such as é as
/// one scalar or as two, are one symbol, decoded in the spelling that the text used first. The line
/// ends of all systems, LF, CR LF and CR, are one symbol too: LF.
public struct Vocabulary: Equatable, Sendable {
  /// What a text is cut into.
  public let unit: TextUnit
  /// The symbols in the order of their indices.
  public let symbols: [String]
  /// The index that stands for every symbol the vocabulary lacks, or nil where lacking one is an
  /// error.
  public let unknown: Int?
  private let indices: [String: Int]

  /// What is written where a model means a symbol that it does not know.
  public static let unknownSymbol = "\u{FFFD}"

  /// The vocabulary of a text.
  ///
  /// Without a limit, characters are all kept. Otherwise, and of words, those that occur at least
  /// twice are kept, at most `limit` of them and the most frequent first; all others are one symbol,
  /// the unknown one. From the symbols that it met once, a model thus learns where to expect one that
  /// it never met.
  ///
  /// - Parameters:
  ///   - text: what the symbols are counted in.
  ///   - unit: what it is cut into.
  ///   - limit: nil for all characters, or 20,000 words.
  public init(of text: String, unit: TextUnit, limit: Int? = nil) {
    let symbols = unit.symbols(of: text)
    var counts: [String: Int] = [:]
    for symbol in symbols { counts[symbol, default: 0] += 1 }
    let lineEnds = Self.lineEnds.compactMap { counts.removeValue(forKey: $0) }.reduce(0, +)
    if lineEnds > 0 { counts[Self.lineEnds[0]] = lineEnds }
    if unit == .character && limit == nil {
      self.init(unit: unit, symbols: counts.keys.sorted(by: precedes), unknown: nil)
      return
    }
    self.init(counts, unit: unit, limit: limit, minimumCount: 2)
  }

  /// The vocabulary of some texts' symbols, which has an unknown one.
  ///
  /// - Parameters:
  ///   - symbols: the texts', of the unit.
  ///   - unit: what they are.
  ///   - limit: nil for 20,000; the most frequent are kept.
  ///   - minimumCount: how often a symbol occurs that is kept.
  public init(
    counting symbols: some Sequence<String>, unit: TextUnit, limit: Int? = nil, minimumCount: Int
  ) {
    var counts: [String: Int] = [:]
    for symbol in symbols { counts[symbol, default: 0] += 1 }
    self.init(counts, unit: unit, limit: limit, minimumCount: minimumCount)
  }

  private init(_ counts: [String: Int], unit: TextUnit, limit: Int?, minimumCount: Int) {
    let frequent = counts.filter { $0.value >= minimumCount && $0.key != Self.unknownSymbol }
    let kept = frequent.sorted {
      $0.value != $1.value ? $0.value > $1.value : precedes($0.key, $1.key)
    }.prefix(limit ?? 20_000).map(\.key)
    self.init(unit: unit, symbols: [Self.unknownSymbol] + kept.sorted(by: precedes), unknown: 0)
  }

  /// A vocabulary from a saved list.
  ///
  /// - Precondition: no symbol occurs twice, and `unknown` is an index of `symbols`. See
  ///   ``problem(symbols:unknown:)``.
  public init(unit: TextUnit, symbols: [String], unknown: Int?) {
    if let problem = Self.problem(symbols: symbols, unknown: unknown) { fatalError(problem) }
    self.unit = unit
    self.symbols = symbols
    self.unknown = unknown
    indices = Dictionary(uniqueKeysWithValues: symbols.enumerated().map { ($1, $0) })
  }

  /// What stops a list from being a vocabulary, or nil.
  public static func problem(symbols: [String], unknown: Int?) -> String? {
    if Set(symbols).count != symbols.count { return "a symbol stands twice in the vocabulary" }
    if let unknown, !symbols.indices.contains(unknown) {
      return "the unknown symbol has index \(unknown) in a vocabulary of \(symbols.count)"
    }
    return nil
  }

  /// How many symbols there are, the unknown one among them.
  public var count: Int { symbols.count }

  /// The index of a symbol; nil where the vocabulary lacks it.
  public func index(of symbol: String) -> Int? { indices[symbol] ?? lineEnd(symbol) ?? unknown }

  private static let lineEnds = ["\n", "\r\n", "\r"]

  /// The index of the line end that the vocabulary has; nil for any other symbol. A saved list may
  /// hold one of another system.
  private func lineEnd(_ symbol: String) -> Int? {
    Self.lineEnds.contains(symbol) ? Self.lineEnds.lazy.compactMap { indices[$0] }.first : nil
  }

  /// The indices of a text's symbols.
  ///
  /// - Parameters:
  ///   - text: what is read.
  ///   - advice: what to do about a character that the vocabulary lacks, for the message.
  /// - Throws: `TextError` that names the first such character and its line.
  public func encode(
    _ text: String, advice: String = "Leave it out, or train on a text that has it."
  ) throws -> [Int] {
    var line = 1
    return try unit.symbols(of: text).map { symbol in
      guard let index = index(of: symbol) else {
        throw TextError(
          "the model's vocabulary lacks \(named(symbol)), on line \(line). \(advice)")
      }
      if Self.lineEnds.contains(symbol) { line += 1 }
      return index
    }
  }

  /// The indices of those of a text's symbols that the vocabulary has, and how many it lacks: none
  /// where one of its own stands for them.
  public func encodeKnown(_ text: String) -> (indices: [Int], lacking: Int) {
    let symbols = unit.symbols(of: text)
    let indices = symbols.compactMap(index(of:))
    return (indices, symbols.count - indices.count)
  }

  /// The text of indices, each in `0..<count`.
  public func decode(_ indices: [Int]) -> String {
    indices.map { symbols[$0] }.joined()
  }
}

/// The order of Unicode scalars: the same everywhere, which `<` on strings does not promise.
private func precedes(_ left: String, _ right: String) -> Bool {
  left.unicodeScalars.lexicographicallyPrecedes(right.unicodeScalars)
}

/// A symbol as a message can show it: “é” (U+00E9), or only its scalars where it cannot be seen.
func named(_ symbol: String) -> String {
  let scalars = symbol.unicodeScalars.map { scalar in
    let digits = String(scalar.value, radix: 16, uppercase: true)
    return "U+" + String(repeating: "0", count: max(0, 4 - digits.count)) + digits
  }.joined(separator: " ")
  let isVisible = symbol.unicodeScalars.allSatisfy {
    $0.value > 0x20 && !(0x7F...0xA0).contains($0.value)
  }
  return isVisible ? "\u{201C}\(symbol)\u{201D} (\(scalars))" : scalars
}

extension Vocabulary: Codable {
  private enum CodingKeys: String, CodingKey { case unit, symbols, unknown }

  /// Reads a saved list.
  ///
  /// - Throws: `DecodingError` for one that is unreadable, empty or no vocabulary.
  public init(from decoder: any Decoder) throws {
    let box = try decoder.container(keyedBy: CodingKeys.self)
    let symbols = try box.decode([String].self, forKey: .symbols)
    let unknown = try box.decodeIfPresent(Int.self, forKey: .unknown)
    let problem = Self.problem(symbols: symbols, unknown: unknown)
    if let problem = symbols.isEmpty ? "a vocabulary is empty" : problem {
      throw DecodingError.dataCorruptedError(forKey: .symbols, in: box, debugDescription: problem)
    }
    self.init(
      unit: try box.decode(TextUnit.self, forKey: .unit), symbols: symbols, unknown: unknown)
  }

  public func encode(to encoder: any Encoder) throws {
    var box = encoder.container(keyedBy: CodingKeys.self)
    try box.encode(unit, forKey: .unit)
    try box.encode(symbols, forKey: .symbols)
    try box.encodeIfPresent(unknown, forKey: .unknown)
  }
}
