import CourseTesting
import LSTMGates
import LinearAlgebra
import VanillaRNN
import XCTest

@testable import Backpropagation

/// Exercises 5.1 and 5.8: guesses about the sums, and one update.
final class UpdateTests: ExerciseTestCase {
  // MARK: 5.1

  /// What each step contributes where the one unit of the exercise reads 1, then zeros, and only
  /// its last state is asked: the gradients at the pre-activations, and the states before.
  private func contributions(steps: Int) -> (delta: [Double], before: [Double], input: [Double]) {
    let input = (0..<steps).map { $0 == 0 ? 1.0 : 0 }
    var states = [0.0]
    for x in input { states.append(Foundation.tanh(x + 0.5 * states[states.count - 1])) }
    var arriving = 1.0
    var delta: [Double] = []
    for step in (0..<steps).reversed() {
      delta.insert(arriving * (1 - states[step + 1] * states[step + 1]), at: 0)
      arriving = 0.5 * delta[0]
    }
    return (delta, Array(states.dropLast()), input)
  }

  private func sentence(_ mistake: Mistake?) -> String {
    // A report puts a full stop behind what it says.
    mistake.map { ". " + $0.sentence.dropLast() } ?? ""
  }

  private func said(_ steps: Int) -> String {
    steps == 1 ? "1 step" : "\(steps) steps"
  }

  // What fails says on which side it is wrong and never what would have been right.

  func test_5_1_stepsThatAddToW() {
    let parts = contributions(steps: 8)
    let right = zip(parts.delta, parts.input).count { $0 * $1 != 0 }
    let guess = sumGuesses().stepsForW
    expect(
      guess == right,
      orSay: "your guess is that \(said(guess)) contribute to dw; that is "
        + (guess > right ? "too many" : "too few")
        + sentence(guess == 8 ? .allHearForW : nil))
  }

  func test_5_1_stepsThatAddToU() {
    let parts = contributions(steps: 8)
    let right = zip(parts.delta, parts.before).count { $0 * $1 != 0 }
    let guess = sumGuesses().stepsForU
    expect(
      guess == right,
      orSay: "your guess is that \(said(guess)) contribute to du; that is "
        + (guess > right ? "too many" : "too few")
        + sentence(guess == 8 ? .firstStepHears : guess == 1 ? .lastStepAlone : nil))
  }

  func test_5_1_shareOfTheLastStep() {
    let delta = contributions(steps: 8).delta
    let right = delta[7] / delta.reduce(0, +)
    let guess = sumGuesses().lastShareOfB
    expect(
      abs(guess - right) <= 0.1,
      orSay: "your guess is that the last step's share of db is \(guess); that is "
        + (guess > right ? "too much" : "too little")
        + sentence(abs(guess - 0.125) < 0.01 ? .evenShares : guess == 1 ? .wholeShare : nil))
  }

  func test_5_1_twiceTheSteps() {
    let right = contributions(steps: 8).delta[0] / contributions(steps: 16).delta[0]
    let guess = sumGuesses().shrinking
    let off = max(guess / right, right / guess)
    expect(
      guess >= right / 3 && guess <= right * 3,
      orSay: "your guess is that dw is \(String(format: "%g", guess)) times smaller after sixteen "
        + "steps; that is too \(guess > right ? "much" : "little") by a factor of "
        + (off < 10 ? "less than 10" : off < 100 ? "more than 10" : "more than 100")
        + sentence(guess == 2 ? .inProportion : guess < 1 ? .wrongWayRound : nil))
  }

  // MARK: 5.8

  private func expectUpdate(
    _ model: LSTMModel, _ symbols: [Int], _ rate: Double, line: UInt = #line
  ) {
    func measured(_ targets: [Int]) -> LSTMModel { Measured.gradients(model, symbols, targets) }
    let targets = Array(symbols.dropFirst())
    let gradients = measured(targets)
    let right = model.moved(-rate, along: gradients)
    let uphill = model.moved(rate, along: gradients)
    func with(_ change: (inout LSTMModel) -> Void) -> LSTMModel {
      var copy = right
      change(&copy)
      return copy
    }
    expect(
      model.updated(reading: symbols, rate: rate), "model after the update", equals: right,
      within: 1e-8,
      mistakes: [
        .uphill: uphill,
        .inputWeightsUphill: with { $0.cell.inputWeights = uphill.cell.inputWeights },
        .recurrentWeightsUphill: with {
          $0.cell.recurrentWeights = uphill.cell.recurrentWeights
        },
        .biasUphill: with { $0.cell.bias = uphill.cell.bias },
        .outputWeightsUphill: with { $0.output.weights = uphill.output.weights },
        .outputBiasUphill: with { $0.output.bias = uphill.output.bias },
        .rateLeftOut: model.moved(-1, along: gradients),
        .outputOnly: with { $0.cell = model.cell },
        .cellOnly: with { $0.output = model.output },
        .biasesLeft: with {
          $0.cell.bias = model.cell.bias
          $0.output.bias = model.output.bias
        },
        .targetsAreInputs: model.moved(-rate, along: measured(Array(symbols.dropLast()))),
        .textBackwards: model.moved(-rate, along: measured(targets.reversed())),
        .unchanged: model,
        .gradientForWeights: gradients,
        .sumForMean: model.moved(-rate * Double(targets.count), along: gradients),
      ], line: line)
  }

  private func model(_ symbols: Int, _ units: Int, _ generator: inout SeededGenerator) -> LSTMModel
  {
    LSTMModel(
      cell: generator.lstmCell(inputSize: symbols, hiddenSize: units),
      output: OutputLayer(
        weights: generator.normal(units, symbols), bias: generator.normal(1, symbols)))
  }

  func test_5_8_everyWeightMovesAgainstItsMeasuredGradient() {
    trials(10) { generator in
      let (symbols, units) = (2 + generator.integer(below: 3), 1 + generator.integer(below: 3))
      let text = generator.targets(3 + generator.integer(below: 5), below: symbols)
      expectUpdate(
        model(symbols, units, &generator), text, 0.2 + generator.uniform(in: 0...2))
    }
  }

  func test_5_8_twoSymbolsAreOnePrediction() {
    trials(5) { generator in expectUpdate(model(3, 2, &generator), [2, 0], 0.5) }
  }

  func test_5_8_aSmallUpdateMakesTheTextMoreProbable() {
    trials(10) { generator in
      let model = model(3, 4, &generator)
      let banana = [1, 0, 2, 0, 2, 0]
      expectUpdate(model, banana, 0.05)
      let before = Measured.loss(model, banana, Array(banana.dropFirst()))
      let after = Measured.loss(
        model.updated(reading: banana, rate: 0.05), banana, Array(banana.dropFirst()))
      expect(
        after < before,
        orSay: "the loss on banana was \(before) before the update and is \(after) after it")
    }
  }

  func test_5_8_theModelItselfStaysAsItWas() {
    trials(5) { generator in
      let model = model(3, 2, &generator)
      let before = model
      _ = model.updated(reading: [0, 1, 2], rate: 1)
      expect(model, "the model that was updated", equals: before)
      expectUpdate(model, [0, 1, 2], 1)
    }
  }
}

extension Measured {
  /// The loss of a model that reads a text from zeros, in plain loops.
  static func loss(_ model: LSTMModel, _ symbols: [Int], _ targets: [Int]) -> Double {
    let size = model.cell.inputWeights.rows
    let inputs = symbols.dropLast().map { symbol in
      build(rows: 1, columns: size) { $1 == symbol ? 1 : 0 }
    }
    let start = LSTMState.zeros(batch: 1, hiddenSize: model.cell.recurrentWeights.rows)
    let records = Forward.records(model.cell, inputs, from: start)
    return zip(records, targets).reduce(0) { sum, step in
      let logits = Forward.product(
        step.0.state.hidden, model.output.weights, bias: model.output.bias)
      return sum + Forward.crossEntropy(logits, [step.1]) / Double(targets.count)
    }
  }

  /// The slope of that loss along each weight, in the places of the weights.
  static func gradients(_ model: LSTMModel, _ symbols: [Int], _ targets: [Int]) -> LSTMModel {
    func slope(_ part: WritableKeyPath<LSTMModel, Matrix>) -> Matrix {
      gradient(of: model[keyPath: part]) { moved in
        var copy = model
        copy[keyPath: part] = moved
        return loss(copy, symbols, targets)
      }
    }
    return LSTMModel(
      cell: LSTMCell(
        inputWeights: slope(\.cell.inputWeights), recurrentWeights: slope(\.cell.recurrentWeights),
        bias: slope(\.cell.bias)),
      output: OutputLayer(weights: slope(\.output.weights), bias: slope(\.output.bias)))
  }
}

extension LSTMModel: NamedGradients {
  var parts: [(name: String, matrix: Matrix)] {
    [
      ("input weights", cell.inputWeights), ("recurrent weights", cell.recurrentWeights),
      ("bias", cell.bias), ("output weights", output.weights), ("output bias", output.bias),
    ]
  }

  func moved(_ distance: Double, along other: LSTMModel) -> LSTMModel {
    LSTMModel(
      cell: LSTMCell(
        inputWeights: cell.inputWeights + other.cell.inputWeights * distance,
        recurrentWeights: cell.recurrentWeights + other.cell.recurrentWeights * distance,
        bias: cell.bias + other.cell.bias * distance),
      output: OutputLayer(
        weights: output.weights + other.output.weights * distance,
        bias: output.bias + other.output.bias * distance))
  }
}
