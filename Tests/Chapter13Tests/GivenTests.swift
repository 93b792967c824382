import CourseTesting
import Cousins
import GradientChecking
import LSTMGates
import LanguageModel
import LinearAlgebra
import Optimizers
import Sequences
import VanillaRNN
import XCTest

/// What the chapter gives beside its exercises.
final class Chapter13GivenTests: XCTestCase {
  func testEveryWiringDoesAsPlainLoops() {
    var generator = SeededGenerator(seed: 13)
    for wiring in plainWirings {
      let cell = randomCell(wiring, inputs: 2, units: 3, using: &generator)
      let state = LSTMState(
        hidden: .normal(rows: 2, columns: 3, using: &generator),
        cell: .normal(rows: 2, columns: 3, using: &generator))
      let input = Matrix.normal(rows: 2, columns: 2, using: &generator)
      let (yours, right) = (
        cell.step(input, from: state), PlainWired(cell: cell).record(input, from: state)
      )
      for (mine, plain) in [
        (yours.state.hidden, right.state.hidden), (yours.state.cell, right.state.cell),
        (yours.values.forgetGate, right.values.forgetGate),
      ] {
        XCTAssertNil(difference(mine, from: plain, within: 1e-12), "\(wiring)")
      }
    }
  }

  func testTheFullWiringIsTheLSTMOfChapter4() {
    var generator = SeededGenerator(seed: 4)
    let wired = randomCell(.lstm, inputs: 3, units: 2, using: &generator)
    let cell = LSTMCell(
      inputWeights: wired.inputWeights, recurrentWeights: wired.recurrentWeights,
      bias: wired.bias)
    let inputs = (0..<5).map { _ in Matrix.normal(rows: 2, columns: 3, using: &generator) }
    XCTAssertNil(
      difference(wired.read(inputs).hidden, from: cell.read(inputs).hidden, within: 1e-12))
    XCTAssertEqual(wired.parameterCount, 4 * (3 * 2 + 2 * 2 + 2))
  }

  func testTheWayBackOfEveryCell() throws {
    var generator = SeededGenerator(seed: 5)
    let strings = Counting.window([2, 3, 1])
    let inputs = strings.inputs.map { oneHot($0, vocabularySize: 3) }
    let state = LSTMState(
      hidden: .normal(rows: 3, columns: 3, using: &generator),
      cell: .normal(rows: 3, columns: 3, using: &generator))
    func check(_ cell: some RecurrentCell) throws {
      var model = SymbolModel(cell, symbols: 3, using: &generator)
      model.parameters = model.parameters.map {
        .normal(rows: $0.rows, columns: $0.columns, using: &generator)
      }
      let analytic = model.lossAndGradients(inputs, targets: strings.targets, from: state)
      let report = try checkGradients(of: model, analytic: analytic.gradients) {
        $0.lossAndGradients(inputs, targets: strings.targets, from: state).loss
      }
      XCTAssertTrue(report.passes(), report.table())
    }
    for wiring in plainWirings {
      try check(WiredCell(wiring, inputSize: 3, hiddenSize: 3, using: &generator))
      var normed = wiring
      normed.layerNorm = true
      try check(WiredCell(normed, inputSize: 3, hiddenSize: 3, using: &generator))
    }
    for form in GRUForm.allCases {
      try check(GRUCell(form, inputSize: 3, hiddenSize: 3, using: &generator))
    }
  }

  func testNormalisedSumsHaveNoMeanAndAVarianceOfOne() {
    var generator = SeededGenerator(seed: 6)
    let sums = NormalisedSums(.normal(rows: 3, columns: 12, using: &generator), width: 6)
    for row in 0..<3 {
      for part in 0..<2 {
        let numbers = (6 * part..<6 * part + 6).map { sums.values[row, $0] }
        XCTAssertEqual(numbers.reduce(0, +), 0, accuracy: 1e-12)
        XCTAssertEqual(numbers.reduce(0) { $0 + $1 * $1 / 6 }, 1, accuracy: 1e-4)
      }
    }
  }

  func testWhatLearningStartsWith() {
    var generator = SeededGenerator(seed: 7)
    func kept(_ wiring: Wiring) -> Double {
      var cell = WiredCell(wiring, inputSize: 2, hiddenSize: 3, using: &generator)
      cell.inputWeights = cell.inputWeights.filledWithZeros
      let zeros = LSTMState.zeros(batch: 1, hiddenSize: 3)
      return cell.step(Matrix(rows: 1, columns: 2), from: zeros).values.forgetGate[0, 1]
    }
    XCTAssertEqual(kept(.lstm), plainSigmoid(1), accuracy: 1e-12)
    XCTAssertEqual(kept(.coupled), plainSigmoid(1), accuracy: 1e-12)
    XCTAssertEqual(kept(.noForgetGate), 1)
  }

  func testAStringIsCountedByItsTargets() {
    let window = Counting.window([2, 1])
    XCTAssertEqual(window.inputs, [[0, 0], [0, 1], [1, 2], [1, 2], [2, 2]])
    XCTAssertEqual(window.targets, [[0, 1], [1, 2], [1, 2], [2, 2], [2, 2]])
  }

  func testAModelThatSaysBIsRightNowhere() {
    var generator = SeededGenerator(seed: 8)
    var model = SymbolModel(
      GRUCell(.resetAfter, inputSize: 3, hiddenSize: 1, using: &generator), symbols: 3,
      using: &generator)
    model.output = OutputLayer(weights: [[0, 0, 0]], bias: [[0, 1, 0]])
    XCTAssertEqual(Counting.rightCounts(of: model, upTo: 3), [false, false, false])
    XCTAssertEqual(Counting.longest(of: model, upTo: 3), 0)
  }

  func testEveryStringOfTheStreamIsOfTheGrammar() {
    var stream = ReberStream(seed: 1)
    var (text, kept) = ("", 0)
    for _ in 0..<5_000 {
      let (legal, isRepeating) = (stream.legal, stream.isRepeating)
      let symbol = stream.next()
      XCTAssertTrue(legal.contains(symbol))
      if isRepeating { kept += 1 }
      text += ReberStream.letters[symbol]
    }
    let strings = text.split(separator: "EB").dropLast()
    XCTAssertGreaterThan(strings.count, 300)
    XCTAssertEqual(Double(kept), Double(strings.count), accuracy: 3)
    let grammar = /B?([TP])B(TS*X(XT*VP)*(S|XT*VV)|PT*V(P(XT*VP)*(S|XT*VV)|V))E\1/
    for string in strings {
      XCTAssertNotNil(string.wholeMatch(of: grammar), String(string))
    }
  }

  func testWindowsOfStreamsGoOnWhereTheyStopped() {
    var (pieces, whole) = (ReberStreams(rows: 2, seed: 3), ReberStreams(rows: 2, seed: 3))
    let (first, second) = (pieces.window(length: 4), pieces.window(length: 3))
    let all = whole.window(length: 7)
    XCTAssertEqual(first.inputs + second.inputs, all.inputs)
    XCTAssertEqual(first.targets + second.targets, all.targets)
  }
}
