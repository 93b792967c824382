import Text
import XCTest

final class VocabularyTests: XCTestCase {
  func testCharactersAreInTheOrderOfTheirScalars() {
    let vocabulary = Vocabulary(of: "banana\nÅé!", unit: .character)
    XCTAssertEqual(vocabulary.symbols, ["\n", "!", "a", "b", "n", "Å", "é"])
    XCTAssertNil(vocabulary.unknown)
  }

  func testALimitKeepsTheMostFrequentCharactersThatOccurTwice() throws {
    let text = "aaaa bbb cc d\u{FFFD}\u{FFFD}"
    let vocabulary = Vocabulary(of: text, unit: .character, limit: 3)
    XCTAssertEqual(vocabulary.symbols, ["\u{FFFD}", " ", "a", "b"])
    XCTAssertEqual(vocabulary.unknown, 0)
    XCTAssertEqual(try vocabulary.encode("dcab\u{FFFD}"), [0, 0, 2, 3, 0])
    XCTAssertEqual(
      Vocabulary(of: text, unit: .character, limit: 100).symbols, ["\u{FFFD}", " ", "a", "b", "c"])
  }

  func testWhatIsLackingIsCounted() {
    let characters = Vocabulary(of: "ab\n", unit: .character)
    let known = characters.encodeKnown("a\u{E9}b\r\n\u{E9}")
    XCTAssertEqual(known.indices, [1, 2, 0])
    XCTAssertEqual(known.lacking, 2)
    let words = Vocabulary(of: "a a", unit: .word)
    XCTAssertEqual(words.encodeKnown("a b").lacking, 0, "one of its own stands for it")
  }

  func testEncodingAndDecodingGiveTheTextBack() throws {
    let texts = [
      "plain", "two\r\nlines\r\n", "e\u{301}clair und \u{1F1E9}\u{1F1EA}", "\u{301}a", "\t \u{0}",
      "'tis don't o'clock’s ' '' 3rd", "",
    ]
    for text in texts {
      let characters = Vocabulary(of: text, unit: .character)
      let decoded = characters.decode(try characters.encode(text))
      XCTAssertEqual(Array(decoded.utf8), Array(text.replacing("\r\n", with: "\n").utf8))
      // Joined again, the words of any text are the text, byte for byte.
      XCTAssertEqual(Array(TextUnit.word.symbols(of: text).joined().utf8), Array(text.utf8))
    }
  }

  func testTwoSpellingsOfOneCharacterAreOneSymbol() throws {
    let vocabulary = Vocabulary(of: "\u{E9}e\u{301}", unit: .character)
    XCTAssertEqual(vocabulary.count, 1)
    XCTAssertEqual(try vocabulary.encode("e\u{301}\u{E9}"), [0, 0])
    XCTAssertEqual(vocabulary.decode([0]).unicodeScalars.count, 1)
  }

  func testTheLineEndsOfAllSystemsAreOneSymbol() throws {
    let texts = ["\n", "\r\n", "\r"].map { "a b\($0)b a\($0)" } + ["a b\r\nb a\r"]
    for unit in TextUnit.allCases {
      let vocabularies = texts.map { Vocabulary(of: $0, unit: unit) }
      for vocabulary in vocabularies {
        XCTAssertEqual(vocabulary, vocabularies[0])
        let symbols = try texts.map { try vocabulary.encode($0) }
        XCTAssertEqual(symbols, texts.map { _ in symbols[0] })
        XCTAssertEqual(vocabulary.decode(symbols[0]), "a b\nb a\n")
      }
    }
  }

  /// As models have been saved by versions to which line ends were different symbols.
  func testASavedListWithTheLineEndOfAnotherSystemReadsThemAll() throws {
    let saved = Vocabulary(unit: .character, symbols: ["\r\n", "a"], unknown: nil)
    XCTAssertEqual(try saved.encode("a\na\r\na\ra"), [1, 0, 1, 0, 1, 0, 1])
    let mixed = Vocabulary(unit: .character, symbols: ["\n", "\r\n", "a"], unknown: nil)
    XCTAssertEqual(try mixed.encode("\n\r\n\r"), [0, 1, 0])
    let without = Vocabulary(unit: .word, symbols: ["\u{FFFD}", "a"], unknown: 0)
    XCTAssertEqual(try without.encode("a\r"), [1, 0])
    XCTAssertThrowsError(
      try Vocabulary(unit: .character, symbols: ["a"], unknown: nil).encode("a\r\na"))
  }

  func testWordsSpacesAndPunctuationAreSymbols() {
    XCTAssertEqual(
      TextUnit.word.symbols(of: "I don't, said 'Bo' in 1997."),
      [
        "I", " ", "don't", ",", " ", "said", " ", "'", "Bo", "'", " ", "in", " ", "1997", ".",
      ])
  }

  func testWordsThatOccurOnceAreTheUnknownWord() throws {
    let vocabulary = Vocabulary(of: "a b a c b a", unit: .word)
    XCTAssertEqual(vocabulary.symbols, [Vocabulary.unknownSymbol, " ", "a", "b"])
    XCTAssertEqual(try vocabulary.encode("a c b zebra"), [2, 1, 0, 1, 3, 1, 0])
  }

  func testTheLimitKeepsTheMostFrequentWords() {
    let vocabulary = Vocabulary(of: "a,b,a,c,c,b,c,a,c", unit: .word, limit: 2)
    XCTAssertEqual(vocabulary.symbols, [Vocabulary.unknownSymbol, ",", "c"])
  }

  func testALackingCharacterIsNamedWithItsLine() {
    let vocabulary = Vocabulary(of: "abc\n", unit: .character)
    func message(_ text: String) -> String? {
      do {
        _ = try vocabulary.encode(text)
        return nil
      } catch { return "\(error)" }
    }
    XCTAssertEqual(
      message("ab\ncé"),
      "the model's vocabulary lacks “é” (U+00E9), on line 2. "
        + "Leave it out, or train on a text that has it.")
    XCTAssertEqual(message("\t")?.contains("lacks U+0009, on line 1"), true)
    XCTAssertNil(message("cab\n"))
  }

  func testASavedListIsCheckedBeforeUse() {
    XCTAssertNil(Vocabulary.problem(symbols: ["a", "b"], unknown: 1))
    XCTAssertNotNil(Vocabulary.problem(symbols: ["a", "a"], unknown: nil))
    XCTAssertNotNil(Vocabulary.problem(symbols: ["a"], unknown: 1))
    XCTAssertNotNil(Vocabulary.problem(symbols: ["a"], unknown: -1))
  }

  func testNumbersAreGrouped() {
    XCTAssertEqual(
      [0, 999, 1000, 10_482, -1_234_567].map(grouped),
      ["0", "999", "1,000", "10,482", "-1,234,567"])
  }
}
