import Backpropagation
import LSTMGates
import LinearAlgebra
import VanillaRNN
import XCTest

@testable import GradientChecking

/// What the checker of this chapter says about the gradients of chapter 05, and about mistakes.
final class CheckerTests: XCTestCase {
  /// A model's inputs and targets, with batch 1–5, hidden 1–9 and length 1–20.
  private struct Case {
    let inputs: [Matrix]
    let targets: [[Int]]
    let state: LSTMState
    let output: OutputLayer
    let lstm: LSTMCell
    let rnn: RNNCell

    init(seed: UInt64) {
      var generator = SeededGenerator(seed: seed)
      func size(_ largest: Int) -> Int { 1 + generator.integer(below: largest) }
      func normal(_ rows: Int, _ columns: Int, _ deviation: Double) -> Matrix {
        .normal(rows: rows, columns: columns, standardDeviation: deviation, using: &generator)
      }
      let (rows, units, length, inputSize, symbols) = (size(5), size(9), size(20), size(4), size(5))
      let spread = 1 / Double(units).squareRoot()
      inputs = (0..<length).map { _ in normal(rows, inputSize, 1) }
      targets = (0..<length).map { _ in (0..<rows).map { _ in generator.integer(below: symbols) } }
      state = LSTMState(hidden: normal(rows, units, 0.5), cell: normal(rows, units, 1))
      output = OutputLayer(weights: normal(units, symbols, spread), bias: normal(1, symbols, 0.5))
      lstm = LSTMCell(
        inputWeights: normal(inputSize, 4 * units, 0.7),
        recurrentWeights: normal(units, 4 * units, spread), bias: normal(1, 4 * units, 0.5))
      rnn = RNNCell(
        inputWeights: normal(inputSize, units, 0.7), recurrentWeights: normal(units, units, spread),
        bias: normal(1, units, 0.5))
    }
  }

  func testEveryGradientOfFiftySeedsIsRight() throws {
    var (rnnWorst, lstmWorst) = (0.0, 0.0)
    for seed in 1...50 as ClosedRange<UInt64> {
      let it = Case(seed: seed)
      let rnn = RNNModel(cell: it.rnn, output: it.output)
      let rnnReport = try checkGradients(
        of: rnn,
        analytic: rnn.gradients(it.inputs, targets: it.targets, from: it.state.hidden).parameters
      ) { $0.loss(it.inputs, targets: it.targets, from: it.state.hidden) }
      let lstm = LSTMModel(cell: it.lstm, output: it.output)
      let lstmReport = try checkGradients(
        of: lstm,
        analytic: lstm.gradients(it.inputs, targets: it.targets, from: it.state).parameters
      ) { $0.loss(it.inputs, targets: it.targets, from: it.state) }
      XCTAssertEqual(rnnReport.failures(within: 1e-7), [], "RNN, seed \(seed)")
      XCTAssertEqual(lstmReport.failures(within: 1e-7), [], "LSTM, seed \(seed)")
      XCTAssertEqual(lstmReport.parameters.map(\.name), ["W", "U", "b", "Wy", "by"])
      rnnWorst = max(rnnWorst, rnnReport.largestError)
      lstmWorst = max(lstmWorst, lstmReport.largestError)
    }
    print(
      "largest relative error of 50 seeds: RNN \(scientific(rnnWorst, digits: 1)), "
        + "LSTM \(scientific(lstmWorst, digits: 1))")
  }

  func testCorrectPassPassesAndEachMistakeIsFound() throws {
    // What must be wrong, whatever the shape, and nothing else may be; nil where all may.
    let only: [(BackwardMistake, [String]?)] = [
      (.missingTanhSlope, nil), (.swappedGate, nil), (.lostCellCarry, nil),
      (.transposedWeight, nil),
      (.truncationOffByOne, nil), (.unsummedBias, ["bi", "bf", "bg", "bo"]),
      (.overwrittenGradient, ["Ui", "Uf", "Ug", "Uo"]),
    ]
    for seed in 1...8 as ClosedRange<UInt64> {
      var generator = SeededGenerator(seed: seed)
      func size(_ range: ClosedRange<Int>) -> Int {
        range.lowerBound + generator.integer(below: range.count)
      }
      let trial = LSTMTrial(
        batch: size(2...4), length: size(4...7), inputSize: size(1...4), hiddenSize: size(2...5),
        window: size(2...3), using: &generator)
      let numerical = numericalGradients(of: trial, step: 1e-5) { $0.loss }
      func failures(_ gradients: LSTMGradients) -> [String] {
        GradientReport(
          names: trial.parameterNames, analytic: trial.parameters(of: gradients),
          numerical: numerical
        ).failures()
      }
      XCTAssertEqual(failures(trial.listedGradients()), [], "seed \(seed)")
      for (mistake, names) in only {
        let found = failures(trial.gradients(with: mistake))
        XCTAssertFalse(found.isEmpty, "\(mistake.rawValue), seed \(seed)")
        if let names { XCTAssertEqual(found, names, "\(mistake.rawValue), seed \(seed)") }
      }
    }
  }

  func testMistakesShowFirstWhereTheyMustInOtherTrialsToo() throws {
    for seed in 1...5 as ClosedRange<UInt64> {
      var generator = SeededGenerator(seed: seed)
      let (inputSize, units) = (1 + generator.integer(below: 3), 2 + generator.integer(below: 3))
      let trials = [(1, 1, nil), (3, 1, nil), (3, 3, nil), (3, 5, 2)].map {
        (batch: Int, length: Int, window: Int?) in
        LSTMTrial(
          batch: batch, length: length, inputSize: inputSize, hiddenSize: units, window: window,
          using: &generator)
      }
      XCTAssertNil(try firstSymptom(of: { $0.listedGradients() }, in: trials))
      for mistake in BackwardMistake.allCases {
        XCTAssertEqual(
          try firstSymptom(of: { $0.gradients(with: mistake) }, in: trials),
          Clue.symptoms[mistake], "\(mistake.rawValue), seed \(seed)")
      }
    }
  }

  func testEightSuspectsAreTheSevenMistakesAndOneCorrectPass() {
    let trial = LSTMTrial.hunt[3]
    let mistakes = Suspect.allCases.map { Clue.mistake(of: $0) }
    XCTAssertEqual(mistakes.filter { $0 == nil }.count, 1)
    XCTAssertEqual(Set(mistakes.compactMap { $0 }), Set(BackwardMistake.allCases))
    for (suspect, mistake) in zip(Suspect.allCases, mistakes) where mistake == nil {
      XCTAssertEqual(suspect.gradients(of: trial), trial.listedGradients())
    }
  }

  func testListingIsTheTruncatedPassOfChapter05() {
    for seed in 1...20 as ClosedRange<UInt64> {
      var generator = SeededGenerator(seed: seed)
      let trial = LSTMTrial(
        batch: 1 + generator.integer(below: 3), length: generator.integer(below: 8), inputSize: 2,
        hiddenSize: 3, window: 1 + generator.integer(below: 4), using: &generator)
      let listed = trial.listedGradients()
      let right = trial.cell.truncatedGradients(
        trial.inputs, from: trial.initialState, hiddenGradients: trial.lossWeights,
        window: trial.window)
      let pairs = zip(trial.parameters(of: listed), trial.parameters(of: right))
      for (name, (yours, right)) in zip(trial.parameterNames, pairs) {
        XCTAssertLessThanOrEqual((yours - right).norm, 1e-12, "\(name), seed \(seed)")
      }
    }
  }
}
