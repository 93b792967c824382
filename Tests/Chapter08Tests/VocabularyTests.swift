import CourseTesting
import LanguageModel
import LinearAlgebra
import XCTest

/// Exercises 8.1 and 8.2: from text to numbers.
final class VocabularyTests: ExerciseTestCase {

  // MARK: 8.1

  private func expectKnown(_ symbols: [String], _ minimumCount: Int, line: UInt = #line) {
    let right = Reference.known(symbols, minimumCount)
    let yours = knownSymbols(of: symbols, minimumCount: minimumCount)
    let reversed = Reference.known(symbols.reversed(), minimumCount)
    let often = symbols.filter { right.contains($0) }
    let isCharacters = symbols.allSatisfy { $0.count == 1 }
    let text = isCharacters ? "\"\(symbols.joined())\"" : "\(symbols)"
    expect(
      yours, "symbols of \(text), at least \(minimumCount) of each", is: right,
      mistakes: [
        .moreOften: Reference.known(symbols, minimumCount + 1),
        .howeverRare: Reference.known(symbols, 1),
        .repeated: often,
        .rareOnes: Reference.known(symbols, 1).filter { !right.contains($0) },
        .sorted: right.sorted(),
        .byCount: byCount(right, in: symbols),
        .whenReached: whenReached(symbols, minimumCount),
        .lastFirst: reversed,
        .lastAppearance: Array(reversed.reversed()),
        .neighboursCountedOnce: Reference.known(withoutRuns(symbols), minimumCount),
        .caseIgnored: caseIgnored(symbols, minimumCount),
        .blanksLeftOut: right.filter { $0 != " " },
        .anyOrder: yours.sorted() == right.sorted() ? yours : right,
      ], line: line)
  }

  private func byCount(_ known: [String], in symbols: [String]) -> [String] {
    let counts = known.map { symbol in symbols.filter { $0 == symbol }.count }
    return known.indices.sorted { counts[$0] != counts[$1] ? counts[$0] > counts[$1] : $0 < $1 }
      .map { known[$0] }
  }

  private func whenReached(_ symbols: [String], _ minimumCount: Int) -> [String] {
    symbols.indices.filter { place in
      symbols[...place].filter { $0 == symbols[place] }.count == minimumCount
    }.map { symbols[$0] }
  }

  private func caseIgnored(_ symbols: [String], _ minimumCount: Int) -> [String] {
    let known = Reference.known(symbols.map { $0.lowercased() }, minimumCount)
    return known.compactMap { small in symbols.first { $0.lowercased() == small } }
  }

  private func withoutRuns(_ symbols: [String]) -> [String] {
    symbols.indices.filter { $0 == 0 || symbols[$0] != symbols[$0 - 1] }.map { symbols[$0] }
  }

  func test_8_1_symbolsMatchThePage() {
    expectKnown("banana bandana".map { String($0) }, 1)
    expectKnown(["to", " ", "be", " ", "or"], 1)
    expectKnown(["to", " ", "be", " ", "or"], 2)
  }

  func test_8_1_symbolsComeInTheOrderOfFirstAppearance() {
    let text = "the quick brown fox jumps over the lazy dog".map { String($0) }
    expectKnown(text, 1)
    expectKnown(text, 2)
    expectKnown(text, 3)
  }

  func test_8_1_matchesPlainLoopsOnRandomTexts() {
    trials(50) { generator in
      let symbols = generator.symbols(generator.integer(below: 30), below: 6).map { "\($0)" }
      expectKnown(symbols, generator.size(4))
    }
  }

  func test_8_1_twoSpellingsAreOneSymbol() {
    // é as one scalar and as two: Swift holds them to be equal, and so does the book.
    let symbols = ["\u{E9}", "e\u{301}", "e"]
    expect(
      knownSymbols(of: symbols, minimumCount: 1), "symbols of é in two spellings and e",
      is: ["\u{E9}", "e"], mistakes: [.bytesCompared: symbols])
    let yours = knownSymbols(of: symbols, minimumCount: 2)
    expect(
      yours, "symbols of é in two spellings and e, at least 2 of each", is: ["\u{E9}"],
      mistakes: [.bytesCompared: symbols, .spellingsCountedApart: []])
    expect(
      Array((yours.first ?? "").unicodeScalars).count, "scalars of the symbol: the first spelling",
      is: 1)
  }

  func test_8_1_capitalsAndBlanksAreSymbolsToo() {
    let text = "A man, a plan, a canal: Panama".map { String($0) }
    for count in [1, 2, 3] { expectKnown(text, count) }
    expectKnown([" ", "\n", " ", "\t", "\n"], 2)
  }

  func test_8_1_manySymbolsAndLongOnes() {
    // 300 symbols, each once, and three that come 12 times: a tab, a long word, a family.
    let often = ["\t", "Donaudampfschiff", "\u{1F469}\u{200D}\u{1F469}\u{200D}\u{1F467}"]
    let symbols = (0..<300).map { "\($0)" } + (0..<12).flatMap { _ in often }
    for (count, right) in [(1, 303), (12, 3), (13, 0)] {
      let yours = knownSymbols(of: symbols, minimumCount: count)
      expect(
        yours.count, "number of symbols that come at least \(count) times in a long text",
        equals: right)
      expect(
        yours == Reference.known(symbols, count),
        orSay: "the symbols that come at least \(count) times in a long text are not the right ones"
      )
    }
  }

  func test_8_1_aTextOfNothingHasNoSymbol() {
    expectKnown([], 1)
    expectKnown(["a"], 2)
  }

  // MARK: 8.2

  private func expectCode(_ known: [String], _ symbols: [String], line: UInt = #line) {
    let vocabulary = Vocabulary(unit: .character, known: known)
    let listed = known.filter { $0 != Vocabulary.unknownSymbol }
    func code(_ unknown: Int?) -> [Int] {
      symbols.compactMap { symbol in
        let own = symbol == Vocabulary.unknownSymbol ? listed.count : unknown
        return listed.firstIndex(of: symbol) ?? own
      }
    }
    /// The code where a symbol is looked up in these forms, one after the other.
    func folded(_ forms: (String) -> [String]) -> [Int] {
      symbols.map { symbol in
        forms(symbol).compactMap { listed.firstIndex(of: $0) }.first ?? listed.count
      }
    }
    expect(
      vocabulary.encode(symbols: symbols), "code of \(symbols) with the symbols \(known)",
      is: code(listed.count),
      mistakes: [
        .unknownIsFirst: code(0),
        .unknownDropped: code(nil),
        .unknownIsLastKnown: code(listed.count - 1),
        .unknownPastTheEnd: code(listed.count + 1),
        .unknownIsMinusOne: code(-1),
        .otherCase: folded { [$0, $0.lowercased()] },
        .otherCase: folded { [$0, $0.uppercased()] },
        .otherCase: folded { [$0.lowercased()] },
        .countedFromOne: code(listed.count).map { $0 + 1 },
        .allUnknown: symbols.map { _ in listed.count },
        .places: Array(symbols.indices),
        .codeInReverse: code(listed.count).reversed(),
        .eachOnce: code(listed.count).reduce(into: []) { if !$0.contains($1) { $0.append($1) } },
        .eachOnce: Reference.known(symbols, 1).map { listed.firstIndex(of: $0) ?? listed.count },
      ], line: line)
  }

  func test_8_2_codeMatchesThePage() {
    expectCode(["b", "a", "n"], "bandana".map { String($0) })
  }

  func test_8_2_knownSymbolsKeepTheirIndices() {
    trials(30) { generator in
      let known = (0..<generator.size(8)).map { String(UnicodeScalar(UInt8(97 + $0))) }
      expectCode(known, (0..<12).map { _ in known[generator.integer(below: known.count)] })
    }
  }

  func test_8_2_unknownSymbolsKeepTheirPlaces() {
    expectCode(["a", "b"], ["x", "a", "y", "z", "b", "x"])
    expectCode([], ["a", "b"])
    expectCode(["a"], [])
    // The unknown symbol itself is the unknown symbol.
    expectCode(["a"], ["a", "\u{FFFD}", "b"])
  }

  func test_8_2_manySymbolsAndALongText() {
    let known = (0..<300).map { "\($0)" }
    let vocabulary = Vocabulary(unit: .word, known: known)
    let text = (0..<1500).map { $0 % 7 == 0 ? "x" : known[$0 % 300] }
    let code = vocabulary.encode(symbols: text)
    expect(code.count, "number of symbols in the code of a text of 1,500", equals: 1500)
    let wrong = zip(text.indices, code).first { $1 != ($0 % 7 == 0 ? 300 : $0 % 300) }
    expect(
      wrong == nil,
      orSay: "in a vocabulary of 300 symbols the code of \(wrong.map { text[$0.0] } ?? "") is "
        + "\(wrong?.1 ?? 0)")
  }

  func test_8_2_aSymbolAloneAndMarksOnLetters() {
    expectCode(["a", "b"], ["x"])
    expectCode(["a", "b"], ["b"])
    // A letter with a mark is another symbol, and so is a word that begins alike.
    expectCode(["x", "e", "o"], ["\u{E9}", "e\u{301}", "e", "eo"])
  }

  func test_8_2_capitalsAreOtherSymbols() {
    expectCode(["x", "a", "b", "N", "É"], ["A", "a", "n", "N", "x", "B", "é", "É"])
    expectCode(["y", "The", "a"], ["the", "a", "The", "A", "a ", ""])
  }

  func test_8_2_roundTripOfTenThousandStrings() {
    var generator = SeededGenerator(seed: 8)
    for _ in 0..<10_000 {
      let text = generator.unicodeText()
      for unit in [TextUnit.character, .word] {
        let symbols = unit.symbols(of: text)
        let known = Reference.known(symbols, 1)
        let vocabulary = Vocabulary(unit: unit, known: known)
        let decoded = vocabulary.decode(vocabulary.encode(text))
        // Each symbol in the spelling that the text used first.
        let spelled = symbols.map { symbol in known.first { $0 == symbol } ?? symbol }
        if decoded == text && scalars(decoded) == spelled.flatMap(scalars) { continue }
        expect(
          false,
          orSay: "decode(encode(text)) is not the text. Encoded and decoded it is \(decoded), of "
            + "the scalars \(named(decoded)); the text is \(text), \(named(text))")
        return
      }
    }
    expect(true, orSay: "")
  }

  private func scalars(_ text: String) -> [UInt32] { text.unicodeScalars.map(\.value) }

  private func named(_ text: String) -> String {
    scalars(text).map { "U+" + String($0, radix: 16, uppercase: true) }.joined(separator: " ")
  }

  func test_8_2_roundTripLosesOnlyWhatIsUnknown() {
    let vocabulary = Vocabulary(of: "a man, a plan", unit: .word, minimumCount: 2)
    expect(
      vocabulary.decode(vocabulary.encode("a canal, a man")), "decoded text",
      is: "a \u{FFFD}\u{FFFD} a \u{FFFD}",
      mistakes: [
        .unknownWordsDropped: "a  a ",
        .unknownWordsAreFirst: "a aa a a",
        .unknownWordsAreLast: "a    a  ",
      ])
  }
}

// MARK: - Texts

extension SeededGenerator {
  /// A short text of whatever Unicode has: combining marks, flags, families of emoji, line ends of
  /// two code units, syllables in pieces, and scalars that nobody has given a meaning.
  mutating func unicodeText() -> String {
    let pieces: [ClosedRange<UInt32>] = [
      0x20...0x7E, 0x41...0x5A, 0x0A...0x0D, 0xC0...0x17F, 0x300...0x36F, 0x1100...0x11FF,
      0xAC00...0xAC80, 0x1F1E6...0x1F1FF, 0x1F3FB...0x1F3FF, 0x1F466...0x1F469, 0x200C...0x200D,
      0xFE0E...0xFE0F, 0x0...0x10FFFF, 0x915...0x94D, 0x2019...0x2019, 0xFFFD...0xFFFD,
    ]
    var text = String.UnicodeScalarView()
    for _ in 0..<integer(below: 16) {
      let piece = pieces[integer(below: pieces.count)]
      let value = piece.lowerBound + UInt32(integer(below: piece.count))
      if let scalar = UnicodeScalar(value) { text.append(scalar) }
    }
    return String(text)
  }
}
