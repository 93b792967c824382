import LSTMGates
import LinearAlgebra
import VanillaRNN
import XCTest

@testable import Optimizers

/// The adding problem and the models that learn it, which the chapter gives.
final class AddingTaskTests: XCTestCase {
  func testEachSequenceHasOneMarkInEitherHalfAndTheirSumForItsTarget() {
    for length in [2, 3, 7, 20] {
      var generator = SeededGenerator(seed: UInt64(length))
      let batch = AddingProblem(length: length).batch(300, using: &generator)
      XCTAssertEqual(batch.inputs.count, length)
      XCTAssertEqual(batch.targets.shape, "300×1")
      var marked: Set<Int> = []
      for row in 0..<300 {
        let marks = (0..<length).filter { batch.inputs[$0][row, 1] != 0 }
        XCTAssertEqual(marks.count, 2)
        XCTAssertLessThan(marks[0], length / 2)
        XCTAssertGreaterThanOrEqual(marks[1], length / 2)
        XCTAssertEqual(
          batch.targets[row, 0],
          batch.inputs[marks[0]][row, 0] + batch.inputs[marks[1]][row, 0])
        marked.formUnion(marks)
      }
      XCTAssertEqual(marked, Set(0..<length), "every step is marked some time")
      XCTAssertTrue(batch.inputs.allSatisfy { $0.column(1).values.allSatisfy { $0 * $0 == $0 } })
      let values = batch.inputs.flatMap { $0.column(0).values }
      XCTAssertTrue(values.allSatisfy { (0..<1).contains($0) })
    }
  }

  func testTheSameSeedGivesTheSameSequences() {
    let problem = AddingProblem(length: 10)
    var (one, other) = (SeededGenerator(seed: 3), SeededGenerator(seed: 3))
    XCTAssertEqual(problem.batch(4, using: &one), problem.batch(4, using: &other))
    XCTAssertNotEqual(problem.batch(4, using: &one).targets, problem.batch(4, using: &one).targets)
  }

  func testAlwaysAnsweringOneErrsByASixth() {
    var generator = SeededGenerator(seed: 1)
    let error = AddingProblem(length: 2).batch(100_000, using: &generator).targets - 1
    // The standard error of this mean is 0.0006.
    XCTAssertEqual((error .* error).mean, AddingProblem.baseline, accuracy: 0.0025)
    XCTAssertEqual(error.mean, 0, accuracy: 0.005)
  }

  func testALengthWithoutTwoHalvesIsNamed() {
    XCTAssertNil(AddingProblem.lengthProblem(2))
    XCTAssertEqual(
      AddingProblem.lengthProblem(1),
      "the adding problem needs a sequence of at least 2 steps to mark two, not 1")
  }

  func testParametersStandInTheOrderOfTheirNames() {
    var generator = SeededGenerator(seed: 1)
    var lstm = LSTMRegressor(hiddenSize: 3, using: &generator)
    XCTAssertEqual(lstm.parameterNames, ["W", "U", "b", "Wy", "by"])
    XCTAssertEqual(lstm.parameters.map(\.shape), ["2×12", "3×12", "1×12", "3×1", "1×1"])
    XCTAssertEqual(lstm.parameters[2], [[0, 0, 0, 1, 1, 1, 0, 0, 0, 0, 0, 0]])
    let doubled = lstm.parameters.map { $0 * 2 }
    lstm.parameters = doubled
    XCTAssertEqual(lstm.parameters, doubled)
    XCTAssertEqual(lstm.output.weights, doubled[3])
    let rnn = RNNRegressor(hiddenSize: 3, using: &generator)
    XCTAssertEqual(rnn.parameters.map(\.shape), ["2×3", "3×3", "1×3", "3×1", "1×1"])
  }

  func testTheAnswerIsReadFromTheLastState() {
    var generator = SeededGenerator(seed: 5)
    let batch = AddingProblem(length: 6).batch(3, using: &generator)
    let rnn = RNNRegressor(hiddenSize: 4, using: &generator)
    let states = rnn.cell.unrolled(batch.inputs, from: Matrix(rows: 3, columns: 4))
    XCTAssertEqual(rnn.answers(batch.inputs), states[5] * rnn.output.weights + rnn.output.bias)
    let lstm = LSTMRegressor(hiddenSize: 4, using: &generator)
    let both = lstm.cell.unrolled(batch.inputs, from: .zeros(batch: 3, hiddenSize: 4))
    let answers = both[5].hidden * lstm.output.weights + lstm.output.bias
    XCTAssertEqual(lstm.answers(batch.inputs), answers)
    let error = answers - batch.targets
    XCTAssertEqual(lstm.loss(on: batch), (error .* error).sum / 3, accuracy: 1e-12)
  }
}
