import CourseTesting
import LinearAlgebra
import VanillaRNN
import XCTest

/// Exercise 2.1 against numbers that PyTorch and Keras computed.
///
/// The file sorts after StepTests.swift, so that readers meet the worked example first.
final class StepTestsOfLibraries: ExerciseTestCase {
  func test_2_1_stepAgreesWithPyTorchAndKeras() throws {
    for name in ["pytorch-rnn-cell", "keras-rnn-cell"] {
      let file: GoldenNumbers = try Fixtures.decoded(name)
      expect(file.cases.count >= 6, orSay: "\(name).json has fewer than six cases")
      for golden in file.cases {
        expect(
          !golden.hidden.isEmpty && golden.hidden.count == golden.inputs.count,
          orSay: "\(name).json has not one state a step: \(golden.name)")
        // Each step starts from what the library computed: a mistake is seen where it is made.
        let before = [golden.initialHidden] + golden.hidden.dropLast()
        for (t, input) in golden.inputs.enumerated() {
          expect(
            golden.rnnCell.step(input, from: before[t]),
            "step \(t + 1) of \(golden.name) in \(name).json", equals: golden.hidden[t],
            within: 1e-6, mistakes: StepTests.mistakes(golden.rnnCell, input, before[t]))
        }
      }
    }
  }
}

extension GoldenNumbers.Case {
  /// The weights in this book's shapes: PyTorch keeps the transposes, and two biases.
  fileprivate var rnnCell: RNNCell {
    guard let recurrentBias else {
      return RNNCell(
        inputWeights: inputWeights, recurrentWeights: recurrentWeights, bias: inputBias)
    }
    return RNNCell(
      inputWeights: inputWeights.transposed, recurrentWeights: recurrentWeights.transposed,
      bias: inputBias + recurrentBias)
  }
}
