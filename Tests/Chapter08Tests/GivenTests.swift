import Backpropagation
import LinearAlgebra
import VanillaRNN
import XCTest

@testable import LanguageModel

/// What the chapter gives beside its exercises.
final class Chapter08GivenTests: XCTestCase {

  // MARK: Text

  func testWordsAndWhatStandsBetweenThem() {
    XCTAssertEqual(
      TextUnit.word.symbols(of: "Don't say 'no', said 42 dogs.\r\n"),
      [
        "Don't", " ", "say", " ", "'", "no", "'", ",", " ", "said", " ", "42", " ", "dogs", ".",
        "\r\n",
      ])
    XCTAssertEqual(TextUnit.word.symbols(of: ""), [])
    XCTAssertEqual(TextUnit.word.symbols(of: "l’été"), ["l’été"])
    XCTAssertEqual(TextUnit.character.symbols(of: "👩‍🚀é\r\n").count, 3)
  }

  func testSymbolsJoinedAreTheText() {
    var generator = SeededGenerator(seed: 9)
    for _ in 0..<2_000 {
      let text = generator.unicodeText()
      for unit in [TextUnit.character, .word] {
        let joined = unit.symbols(of: text).joined()
        XCTAssertEqual(Array(joined.unicodeScalars), Array(text.unicodeScalars))
      }
    }
  }

  func testTheUnknownSymbolIsTheLast() {
    let vocabulary = Vocabulary(of: "banana", unit: .character)
    XCTAssertEqual(vocabulary.symbols, ["b", "a", "n", "\u{FFFD}"])
    XCTAssertEqual(vocabulary.unknown, 3)
    XCTAssertEqual(vocabulary.count, 4)
    XCTAssertEqual(vocabulary.decode([0, 1, 3]), "ba\u{FFFD}")
    XCTAssertNil(vocabulary.index(of: "x"))
    // A text may hold the unknown symbol itself, and then it is still one symbol, and the last.
    let other = Vocabulary(of: "\u{FFFD}a", unit: .character)
    XCTAssertEqual(other.symbols, ["a", "\u{FFFD}"])
    XCTAssertEqual(other.decode(other.encode("a\u{FFFD}")), "a\u{FFFD}")
  }

  func testSymbolsThatJoinAreReadAsOne() {
    let vocabulary = Vocabulary(unit: .character, known: ["e", "\u{301}", "é"])
    let text = vocabulary.decode([0, 1])
    XCTAssertEqual(text, "é")
    XCTAssertEqual(vocabulary.encode(text), [2])
  }

  // MARK: Splitting

  func testTheValidationTextIsTheEndAndNothingElse() {
    for count in 0...30 {
      for fraction in [0, 0.1, 0.25, 0.5, 1] {
        let symbols = Array(0..<count)
        let parts = splitForValidation(symbols, fraction: fraction)
        XCTAssertEqual(parts.training + parts.validation, symbols)
        XCTAssertEqual(parts.validation.count, Int(Double(count) * fraction))
      }
    }
    XCTAssertEqual(splitForValidation(["a", "b"], fraction: 0.5).validation, ["b"])
  }

  // MARK: Models

  /// Reading symbol by symbol and reading a window with its gradients see the same loss and end in
  /// the same state.
  private func expectConsistent<Model: RecurrentModel>(
    _ model: Model, _ text: [Int], line: UInt = #line
  ) {
    var state = model.initialState(rows: 2)
    for window in Reference.windows(text, rows: 2, length: 4) {
      let inputs = window.inputs.map { symbols in
        build(rows: symbols.count, columns: model.vocabularySize) { $1 == symbols[$0] ? 1 : 0 }
      }
      let read = model.loss(of: window, from: state)
      let learnt = model.lossAndGradients(inputs, targets: window.targets, from: state)
      XCTAssertEqual(read.loss, learnt.loss, accuracy: 1e-12, line: line)
      XCTAssertEqual(read.state, learnt.finalState, line: line)
      XCTAssertEqual(
        learnt.gradients.map(\.shape), model.parameters.map(\.shape), line: line)
      XCTAssertEqual(model.parameterNames.count, model.parameters.count, line: line)
      state = read.state
    }
  }

  func testReadingAndLearningSeeTheSameLoss() {
    var generator = SeededGenerator(seed: 4)
    let text = generator.symbols(30, below: 5)
    expectConsistent(RNNModel(vocabularySize: 5, hiddenSize: 3, using: &generator), text)
    expectConsistent(LSTMModel(vocabularySize: 5, hiddenSize: 3, using: &generator), text)
  }

  func testModelsBeginSmall() {
    var generator = SeededGenerator(seed: 5)
    let lstm = LSTMModel(vocabularySize: 7, hiddenSize: 16, using: &generator)
    let rnn = RNNModel(vocabularySize: 7, hiddenSize: 16, using: &generator)
    XCTAssertEqual(lstm.parameters.map(\.shape), ["7×64", "16×64", "1×64", "16×7", "1×7"])
    XCTAssertEqual(rnn.parameters.map(\.shape), ["7×16", "16×16", "1×16", "16×7", "1×7"])
    for weights in lstm.parameters + rnn.parameters where weights.rows > 1 {
      XCTAssertTrue(weights.values.allSatisfy { abs($0) <= 0.25 })
      XCTAssertGreaterThan(weights.values.map(abs).max() ?? 0, 0.2)
    }
    XCTAssertEqual(lstm.cell.bias.columns(16..<32), Matrix(rows: 1, columns: 16, repeating: 1))
    XCTAssertEqual(rnn.cell.bias, Matrix(rows: 1, columns: 16))
    XCTAssertEqual(lstm.vocabularySize, 7)
  }

  // MARK: Learning

  func testTrainingRemembersWhatItDid() {
    var generator = SeededGenerator(seed: 6)
    let text = (0..<120).map { $0 % 3 }
    let parts = splitForValidation(text, fraction: 0.2)
    let windows = Reference.windows(parts.training, rows: 2, length: 6)
    let validation = Reference.windows(parts.validation, rows: 1, length: 10)
    var model = LSTMModel(vocabularySize: 3, hiddenSize: 6, using: &generator)
    let first = model
    var optimizer = GrowingSteps(learningRate: 0.02)
    var told: [Int] = []
    let history = model.train(
      on: windows, validation: validation, epochs: 8, maximumNorm: 5, with: &optimizer
    ) { model, history in
      told.append(history.training.count)
      XCTAssertEqual(history.validation.last, model.loss(of: validation))
    }
    XCTAssertEqual(told, (1...8).map { $0 * windows.count })
    XCTAssertEqual(history.training.count, 8 * windows.count)
    XCTAssertLessThan(history.validation[7], 0.5 * history.validation[0])

    // The same seed gives the same history, to the last bit.
    var again = first
    optimizer = GrowingSteps(learningRate: 0.02)
    let second = again.train(
      on: windows, validation: validation, epochs: 8, maximumNorm: 5, with: &optimizer)
    XCTAssertEqual(second, history)
    XCTAssertEqual(again, model)

    // Without a text to validate with, there is nothing to say.
    let silent = again.train(
      on: windows, validation: [], epochs: 1, maximumNorm: 5, with: &optimizer)
    XCTAssertTrue(silent.validation[0].isNaN)
  }

  // MARK: Bits

  func testBitsAreSpreadOverCharactersAndBytes() {
    // log 2 nats are one bit: of three symbols with four bytes, and of a family of eleven.
    func expectRate(
      _ loss: Double, _ symbols: [String], _ character: Double, _ byte: Double, line: UInt = #line
    ) {
      let rate = bitRate(loss: loss, predicted: symbols)
      XCTAssertEqual(rate.perCharacter, character, accuracy: 1e-12, line: line)
      XCTAssertEqual(rate.perByte, byte, accuracy: 1e-12, line: line)
    }
    expectRate(log(2), ["c", "é", "s"], 1, 0.75)
    expectRate(log(2), ["👩‍🚀"], 1, 1.0 / 11)
    expectRate(6 * log(2), ["to", " ", "bé"], 18.0 / 5, 3)
    // Put together, the two would be one character.
    expectRate(log(2), ["e", "\u{301}"], 1, 2.0 / 3)
  }

  // MARK: Texts from a die

  func testADieSaysHowMuchChanceItGave() {
    var die = Die(seed: 3)
    let rolls = (0..<600).map { _ in die.roll(6) }
    XCTAssertEqual(Set(rolls), Set(0..<6))
    XCTAssertEqual(die.nats, 600 * log(6), accuracy: 1e-9)
    let text = bracketText(count: 1_000, letters: 3, die: &die)
    XCTAssertEqual(text.count, 1_000)
    for start in stride(from: 0, to: 995, by: 5) {
      XCTAssertTrue((2...5).contains(text[start]))
      XCTAssertTrue(text[start + 1..<start + 4].allSatisfy { $0 < 2 })
      XCTAssertEqual(text[start + 4], text[start] + 4)
    }
    // One bit for each symbol: two for what opens, none for what closes.
    XCTAssertEqual(die.nats, 600 * log(6) + 1_000 * log(2), accuracy: 1e-9)
  }

  // MARK: Problems

  func testProblemsAreSaidInASentence() {
    XCTAssertNil(countProblem(1))
    XCTAssertEqual(
      countProblem(0), "a symbol cannot be known from 0 occurrences: it needs at least 1")
    XCTAssertNil(repetitionProblem(["a", "b"]))
    XCTAssertEqual(
      repetitionProblem(["é", "b", "e\u{301}"]),
      "the symbol e\u{301} stands twice in the vocabulary")
    XCTAssertNil(windowsProblem(3, rows: 2, length: 1))
    XCTAssertEqual(
      windowsProblem(2, rows: 2, length: 1),
      "2 symbols do not fill 2 rows: each row needs one to read, and the last one more to predict")
    XCTAssertEqual(
      windowsProblem(9, rows: 0, length: 4),
      "windows of 0 rows and 4 steps are empty: they need at least 1 of each")
    XCTAssertEqual(noWindowProblem([]), "a text of no window has no loss")
  }
}
