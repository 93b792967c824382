import Backpropagation
import Course
import Foundation
import GradientChecking
import LSTMGates
import LinearAlgebra
import VanillaRNN
import XCTest

/// How wrong right gradients look with a floor under the relative error: those of twenty random LSTM
/// models, each checked with the usual step.
final class FloorExperimentTests: XCTestCase {
  func testRightGradientsLookAsWrongWithEachFloorAsThePageSays() throws {
    let file = try Measurements("06-floors", in: .containing())
    let errors = errors(floors: file["floors"])
    XCTAssertEqual(file["errors"].count, 5)
    for (error, measured) in zip(errors, file["errors"]) {
      // Rounding is most of it, and not the same on every processor.
      XCTAssertEqual(log10(error / measured), 0, accuracy: 0.5)
    }
  }

  /// The largest relative error of any number, for each floor.
  private func errors(floors: [Double]) -> [Double] {
    var worst = floors.map { _ in 0.0 }
    for seed in 1...20 as ClosedRange<UInt64> {
      let (analytic, numerical) = gradients(seed: seed)
      for (a, n) in zip(analytic.flatMap(\.values), numerical.flatMap(\.values)) {
        for (index, floor) in floors.enumerated() {
          worst[index] = max(worst[index], relativeError(a, n, floor: floor))
        }
      }
    }
    return worst
  }

  /// Both gradients of a model of up to 9 units that reads up to 5 rows of up to 20 steps.
  private func gradients(seed: UInt64) -> (analytic: [Matrix], numerical: [Matrix]) {
    var generator = SeededGenerator(seed: seed)
    func size(_ largest: Int) -> Int { 1 + generator.integer(below: largest) }
    func normal(_ rows: Int, _ columns: Int, _ deviation: Double) -> Matrix {
      .normal(rows: rows, columns: columns, standardDeviation: deviation, using: &generator)
    }
    let (rows, units, length) = (size(5), size(9), size(20))
    let (inputSize, symbols) = (size(4), size(5))
    let spread = 1 / Double(units).squareRoot()
    let inputs = (0..<length).map { _ in normal(rows, inputSize, 1) }
    let targets = (0..<length).map { _ in
      (0..<rows).map { _ in generator.integer(below: symbols) }
    }
    let state = LSTMState(hidden: normal(rows, units, 0.5), cell: normal(rows, units, 1))
    let output = OutputLayer(
      weights: normal(units, symbols, spread), bias: normal(1, symbols, 0.5))
    let cell = LSTMCell(
      inputWeights: normal(inputSize, 4 * units, 0.7),
      recurrentWeights: normal(units, 4 * units, spread), bias: normal(1, 4 * units, 0.5))
    let model = LSTMModel(cell: cell, output: output)
    return (
      model.gradients(inputs, targets: targets, from: state).parameters,
      numericalGradients(of: model, step: 1e-5) {
        $0.loss(inputs, targets: targets, from: state)
      }
    )
  }
}
