import CourseTesting
import Foundation
import LinearAlgebra
import VanillaRNN
import XCTest

final class LossTests: ExerciseTestCase {
  func test_2_3_lossMatchesTheWorkedExample() {
    // Chapter 02, "By hand": reading aab and predicting a, b, a.
    // The surprises are 0.0103, 0.0032 and 0.0029.
    expectLoss(
      of: doubledLetterModel(), letters("aab"), [[0], [1], [0]], from: [[0, 0]], equals: 0.0055,
      within: 5e-5)
  }

  func test_2_3_zeroWeightsGiveTheLogarithmOfTheVocabulary() {
    let model = RNNModel(
      cell: RNNCell(
        inputWeights: Matrix(rows: 2, columns: 3), recurrentWeights: Matrix(rows: 3, columns: 3),
        bias: Matrix(rows: 1, columns: 3)),
      output: OutputLayer(
        weights: Matrix(rows: 3, columns: 5), bias: Matrix(rows: 1, columns: 5)))
    let inputs = [Matrix](repeating: Matrix(rows: 4, columns: 2, repeating: 1), count: 6)
    expectLoss(
      of: model, inputs, Array(repeating: [0, 1, 2, 4], count: 6),
      from: Matrix(rows: 4, columns: 3), equals: Foundation.log(5.0))
  }

  func test_2_3_anEmptySequenceHasNoLoss() {
    expect(
      doubledLetterModel().loss([], targets: [], from: [[0, 0]]), "loss of an empty sequence",
      equals: 0, mistakes: [.dividedByNoSteps: .nan])
  }

  func test_2_3_aSequenceOfOneWithABatchOfOne() {
    trials(20) { generator in
      let model = generator.model(inputSize: 2, hiddenSize: 3, symbols: 4)
      let inputs = generator.sequence(length: 1, batch: 1, inputSize: 2)
      let start = generator.state(batch: 1, hiddenSize: 3)
      let target = generator.integer(below: 4)
      expectLoss(of: model, inputs, [[target]], from: start)
    }
  }

  func test_2_3_lossIsTheMeanOverStepsAndRows() {
    trials(20) { generator in
      let (batch, inputSize, hiddenSize) = (generator.size(), generator.size(), generator.size())
      let symbols = 2 + generator.integer(below: 3)
      let model = generator.model(inputSize: inputSize, hiddenSize: hiddenSize, symbols: symbols)
      let length = 3 + generator.integer(below: 4)
      expectLoss(
        of: model, generator.sequence(length: length, batch: batch, inputSize: inputSize),
        generator.targets(length: length, batch: batch, symbols: symbols),
        from: generator.state(batch: batch, hiddenSize: hiddenSize))
    }
  }

  func test_2_3_theDoubledLetterBeatsTheBigram() {
    // The text aabaab… of 300 letters, each letter predicted from those before it. A bigram's
    // loss cannot fall below two thirds of log 2, which is 0.462; this model's is 0.0029.
    let text = String(repeating: "aab", count: 100)
    let next = text.dropFirst().map { $0 == "a" ? [0] : [1] }
    let inputs = letters(String(text.dropLast()))
    expectLoss(of: doubledLetterModel(), inputs, next, from: [[0, 0]])
  }

  /// One-hot rows, written out: `a` is (1, 0), `b` is (0, 1).
  private func letters(_ text: String) -> [Matrix] {
    text.map { $0 == "a" ? [[1, 0]] : [[0, 1]] }
  }

  /// Expects the reader's loss to be the reference's, or a number that the page gives.
  private func expectLoss(
    of model: RNNModel, _ inputs: [Matrix], _ targets: [[Int]], from start: Matrix,
    equals expected: Double? = nil, within tolerance: Double = 1e-9,
    file: StaticString = #filePath, line: UInt = #line
  ) {
    let surprises = Reference.surprises(model, inputs, targets, from: start)
    let all = Array(surprises.joined())
    let mean = Reference.mean(all)
    let means = surprises.map(Reference.mean)
    let restarted = zip(inputs, targets).flatMap { input, symbols in
      Reference.surprises(model, [input], [symbols], from: start)[0]
    }
    let fromZeros = Reference.surprises(model, inputs, targets, from: start * 0)
    let shifted = Reference.surprises(
      model, inputs, Array(targets.dropFirst()) + targets.prefix(1), from: start)
    let shiftedAgain = Reference.surprises(
      model, inputs, Array(targets.dropFirst()), from: start
    ).map(Reference.mean)
    expect(
      model.loss(inputs, targets: targets, from: start), "loss", equals: expected ?? mean,
      within: tolerance,
      mistakes: [
        .sum: means.reduce(0, +),
        .sumOverRows: all.reduce(0, +),
        .lastStep: means.last!,
        .firstStepOnly: means[0],
        .rowsAveragedTwice: mean / Double(inputs[0].rows),
        .perplexity: Foundation.exp(mean),
        .bits: mean / Foundation.log(2.0),
        .stateNotCarried: Reference.mean(restarted),
        .fromZeros: Reference.mean(Array(fromZeros.joined())),
        .targetsOff: Reference.mean(Array(shifted.joined())),
        .targetsShiftedAgain: shiftedAgain.reduce(0, +) / Double(inputs.count),
        .targetsShiftedAgain: shiftedAgain.reduce(0, +) / Double(inputs.count - 1),
        .softmaxTwice: softmaxTwice(model, inputs, targets, from: start),
        .noOutputLayer: withoutOutputLayer(model, inputs, targets, from: start) ?? mean,
        .beforeEachStep: beforeEachStep(model, inputs, targets, from: start),
        .lastStepMissing: means.count == 1
          ? 0 : Reference.mean(Array(surprises.dropLast().joined())),
      ],
      suppositions: suppose("x(t)", inputs) { Self.loss(model, $0, targets, from: start) }
        + suppose("h(0)", start) { Self.loss(model, inputs, targets, from: $0) }
        + Reference.suppositions(model.cell) { cell in
          Self.loss(RNNModel(cell: cell, output: model.output), inputs, targets, from: start)
        }
        + suppose("by", model.output.bias) { bias in
          let output = OutputLayer(weights: model.output.weights, bias: bias)
          let other = RNNModel(cell: model.cell, output: output)
          return Self.loss(other, inputs, targets, from: start)
        },
      given: ["step": Double(inputs.count), "row": Double(start.rows)],
      variations: vary("h(0)", start) {
        model.loss(inputs, targets: targets, from: $0)
      } right: {
        Self.loss(model, inputs, targets, from: $0)
      },
      file: file, line: line)
  }

  private static func loss(
    _ model: RNNModel, _ inputs: [Matrix], _ targets: [[Int]], from start: Matrix
  ) -> Double {
    Reference.mean(
      Array(Reference.surprises(model, inputs, targets, from: start).joined()))
  }

  private func softmaxTwice(
    _ model: RNNModel, _ inputs: [Matrix], _ targets: [[Int]], from start: Matrix
  ) -> Double {
    let states = Reference.states(model.cell, inputs, from: start)
    return Reference.mean(
      zip(states, targets).flatMap { state, symbols in
        let logits = Reference.logits(model.output, state)
        let columns = (0..<logits.columns).map { symbol in
          // The probability of a symbol is the power of minus its surprise.
          Reference.surprises(logits, symbols.map { _ in symbol }).map { Foundation.exp(-$0) }
        }
        return Reference.surprises(.sideBySide(columns.map { Matrix(column: $0) }), symbols)
      })
  }

  /// Nil where a hidden state has no unit for some target.
  private func withoutOutputLayer(
    _ model: RNNModel, _ inputs: [Matrix], _ targets: [[Int]], from start: Matrix
  ) -> Double? {
    guard model.cell.hiddenSize >= model.output.weights.columns else { return nil }
    let states = Reference.states(model.cell, inputs, from: start)
    return Reference.mean(zip(states, targets).flatMap { Reference.surprises($0, $1) })
  }

  private func beforeEachStep(
    _ model: RNNModel, _ inputs: [Matrix], _ targets: [[Int]], from start: Matrix
  ) -> Double {
    let states = [start] + Reference.states(model.cell, inputs, from: start)
    return Reference.mean(
      zip(states, targets).flatMap { state, symbols in
        Reference.surprises(Reference.logits(model.output, state), symbols)
      })
  }
}
