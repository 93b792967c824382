import CourseTesting
import LinearAlgebra
import VanillaRNN
import XCTest

final class LongSequenceTests: ExerciseTestCase {
  func test_2_2_nothingIsLostOverFiveHundredSteps() {
    trials(3) { generator in
      let cell = generator.cell(inputSize: 3, hiddenSize: 4)
      let inputs = generator.sequence(length: 500, batch: 2, inputSize: 3)
      let start = generator.state(batch: 2, hiddenSize: 4)
      expect(
        cell.unrolled(inputs, from: start), "states of a long sequence",
        equals: Reference.states(cell, inputs, from: start))
    }
  }
}
