import CourseTesting
import LinearAlgebra
import VanillaRNN
import XCTest

final class ParityTests: ExerciseTestCase {
  func test_2_4_theModelHasTwoHiddenUnits() {
    let model = parityModel()
    expect(model.cell.inputWeights.shape, "shape of the input weights", is: "1×2")
    expect(model.output.weights.shape, "shape of the output weights", is: "2×2")
    expect(
      isFinite(model), orSay: "a weight is not a number; every weight must be an ordinary one")
  }

  func test_2_4_eightStringsOfThreeBits() {
    guard let model = checkedModel() else { return }
    let strings = allStrings(length: 3)
    for (bits, prediction) in zip(strings, Parity.predictions(of: model, strings).last!) {
      expect(
        prediction == Parity.of(bits),
        orSay: Parity.problem(after: bits, prediction, of: model) + explanation(of: model))
    }
  }

  func test_2_4_everyStringUpToTwelveBits() {
    guard let model = checkedModel() else { return }
    let strings = allStrings(length: 12)
    // The first bits of the strings of twelve are all the shorter strings.
    for (step, predictions) in Parity.predictions(of: model, strings).enumerated() {
      for (bits, prediction) in zip(strings, predictions)
      where prediction != Parity.of(bits.prefix(step + 1)) {
        return expect(
          false,
          orSay: Parity.problem(after: Array(bits.prefix(step + 1)), prediction, of: model)
            + (step < 3
              ? explanation(of: model) : ". All shorter strings are right: \(Parity.fading)"))
      }
    }
  }

  func test_2_4_aThousandRandomBits() {
    guard let model = checkedModel() else { return }
    trials(5) { generator in
      let bits = (0..<1000).map { _ in generator.integer(below: 2) }
      let predictions = Parity.predictions(of: model, [bits]).map { $0[0] }
      for (step, prediction) in predictions.enumerated()
      where prediction != Parity.of(bits.prefix(step + 1)) {
        return expect(
          false,
          orSay:
            "the model is right for \(step) \(step == 1 ? "bit" : "bits") of a random stream and wrong after the next"
            + (step < 12 ? explanation(of: model) : "; \(Parity.fading)"))
      }
    }
  }

  func test_2_4_thePredictionsAreSure() {
    guard let model = checkedModel() else { return }
    let strings = allStrings(length: 10)
    let probabilities = Parity.rightProbabilities(of: model, strings)
    let least = probabilities.min()!
    let place = strings[probabilities.firstIndex(of: least)!]
    expect(
      least >= 0.9,
      orSay: "after \(Parity.text(place)) the right symbol has the probability "
        + "\((least * 1000).rounded() / 1000); it should be at least 0.9: let the output layer "
        + "multiply by more, or move its bias between the two cases")
  }

  private func explanation(of model: RNNModel) -> String {
    let sentence = Parity.undecided(model) ?? mistake(of: model)?.sentence
    // A report puts a full stop behind what it says.
    return sentence.map { ". " + $0.dropLast() } ?? ""
  }

  /// A well-known mistake that explains what the model says, if one does.
  private func mistake(of model: RNNModel) -> Mistake? {
    let strings = allStrings(length: 3)
    let predictions = Parity.predictions(of: model, strings).last!
    func isRight(_ change: (inout RNNModel) -> Void) -> Bool {
      var other = model
      change(&other)
      return Parity.predictions(of: other, strings).last! == strings.map { Parity.of($0) }
    }
    let (cell, multiplied) = (model.cell, model.cell.bias .* model.cell.inputWeights)
    if Parity.agree(model, strings) { return .sameQuestion }
    if isRight({ $0.cell.bias = multiplied }) { return .thresholdsNotMultiplied }
    if Parity.needsOnlyAnOutputBias(model, strings) {
      return model.output.bias.norm == 0 ? .outputBiasForgotten : .outputBiasOff
    }
    if let rule = Parity.otherRules.first(where: { strings.map($0.rule) == predictions }) {
      return rule.mistake
    }
    if isRight({ $0.cell.recurrentWeights = cell.recurrentWeights.transposed }) {
      return .transposed
    }
    if isRight({ $0.cell.recurrentWeights = cell.recurrentWeights / 2 }) { return .notHalved }
    return nil
  }

  /// The reader's model where its shapes are right; nil, with a failure, where they are not.
  private func checkedModel(file: StaticString = #filePath, line: UInt = #line) -> RNNModel? {
    let model = parityModel()
    let fits =
      model.cell.inputWeights.shape == "1×2" && model.output.weights.shape == "2×2"
    expect(
      fits && isFinite(model),
      orSay: "a parity model has input weights of 1×2 and output weights of 2×2, all of them "
        + "ordinary numbers",
      file: file, line: line)
    return fits && isFinite(model) ? model : nil
  }

  private func isFinite(_ model: RNNModel) -> Bool {
    let parts = [
      model.cell.inputWeights, model.cell.recurrentWeights, model.cell.bias,
      model.output.weights, model.output.bias,
    ]
    return parts.allSatisfy { $0.values.allSatisfy(\.isFinite) }
  }

  private func allStrings(length: Int) -> [[Int]] {
    (0..<1 << length).map { number in
      (0..<length).map { (number >> (length - 1 - $0)) & 1 }
    }
  }
}

/// What a model says about strings of bits, run by the reference and not by the reader's step.
private enum Parity {
  static let fading =
    "the weights may be too small to bring every state back to nearly ±1 at each step"

  static func of(_ bits: some Sequence<Int>) -> Int { bits.reduce(0, +) % 2 }

  static func text(_ bits: [Int]) -> String { bits.map(String.init).joined() }

  static func problem(after bits: [Int], _ prediction: Int, of model: RNNModel) -> String {
    let ones = bits.reduce(0, +)
    let said = prediction < 0 ? "gives both symbols the same logit" : "predicts \(prediction)"
    let count = ones == 1 ? "1 one" : "\(ones) ones"
    return "after \(text(bits)) the model \(said); with \(count) the parity is \(of(bits)). "
      + "Its two units are \(unitsText(after: bits, of: model))"
  }

  /// `1 and -1 after 1, 1 and 1 after 11`: the last three hidden states.
  private static func unitsText(after bits: [Int], of model: RNNModel) -> String {
    let states = states(of: model, [bits])
    return (max(1, bits.count - 2)...bits.count).map { count in
      let (first, second) = (states[count - 1][0, 0], states[count - 1][0, 1])
      return String(format: "%.4g and %.4g after ", first, second)
        + text(Array(bits.prefix(count)))
    }.joined(separator: ", ")
  }

  /// Whether both units hold the same number after each string.
  static func agree(_ model: RNNModel, _ strings: [[Int]]) -> Bool {
    states(of: model, strings).allSatisfy { state in
      strings.indices.allSatisfy { abs(state[$0, 0] - state[$0, 1]) < 1e-6 }
    }
  }

  /// Whether another bias of the output layer makes every prediction right.
  static func needsOnlyAnOutputBias(_ model: RNNModel, _ strings: [[Int]]) -> Bool {
    var (highestOfEven, lowestOfOdd) = (-Double.infinity, Double.infinity)
    for (step, state) in states(of: model, strings).enumerated() {
      let logits = Reference.logits(model.output, state)
      for (row, bits) in strings.enumerated() {
        let margin = logits[row, 1] - logits[row, 0]
        if of(bits.prefix(step + 1)) == 0 {
          highestOfEven = max(highestOfEven, margin)
        } else {
          lowestOfOdd = min(lowestOfOdd, margin)
        }
      }
    }
    return highestOfEven < lowestOfOdd
  }

  /// For each step, the symbol of the larger logit in each row; -1 where they are equal.
  static func predictions(of model: RNNModel, _ strings: [[Int]]) -> [[Int]] {
    states(of: model, strings).map { state in
      let logits = Reference.logits(model.output, state)
      return strings.indices.map { row in
        logits[row, 0] == logits[row, 1] ? -1 : logits[row, 1] > logits[row, 0] ? 1 : 0
      }
    }
  }

  /// The probability of the right symbol after each string.
  static func rightProbabilities(of model: RNNModel, _ strings: [[Int]]) -> [Double] {
    let logits = Reference.logits(model.output, states(of: model, strings).last!)
    return strings.enumerated().map { row, bits in
      let right = logits[row, of(bits)]
      let wrong = logits[row, 1 - of(bits)]
      return sigmoid(right - wrong)
    }
  }

  /// The sentence for a unit that is near 0, neither yes nor no, after one or two bits; nil where
  /// there is none.
  static func undecided(_ model: RNNModel) -> String? {
    for bits in [[0], [1], [0, 0], [0, 1], [1, 0], [1, 1]] {
      let state = states(of: model, [bits]).last!
      for unit in 0..<2 where abs(state[0, unit]) < 0.1 {
        return
          "After \(text(bits)) unit \(unit) is near 0, which is neither yes nor no: its threshold "
          + "must lie between the values that it tells apart, and not on one of them."
      }
    }
    return nil
  }

  private static func states(of model: RNNModel, _ strings: [[Int]]) -> [Matrix] {
    let inputs = strings[0].indices.map { step in
      Matrix(column: strings.map { Double($0[step]) })
    }
    return Reference.states(
      model.cell, inputs, from: Matrix(rows: strings.count, columns: 2))
  }

  /// Rules that weights can follow instead of parity.
  static let otherRules: [(mistake: Mistake, rule: @Sendable ([Int]) -> Int)] = [
    (.symbolsSwapped, { 1 - of($0) }),
    (.or, { $0.contains(1) ? 1 : 0 }),
    (.andOfAll, { $0.contains(0) ? 0 : 1 }),
    (.lastBit, { $0.last! }),
    (.lastTwoBits, { of($0.suffix(2)) }),
    (.alwaysZero, { _ in 0 }),
    (.alwaysOne, { _ in 1 }),
  ]
}
