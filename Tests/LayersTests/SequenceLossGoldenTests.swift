import CourseTesting
import XCTest

@testable import Layers

/// Losses of whole sequences against PyTorch and Keras: values, gradients and three steps of descent.
/// Tests/Peers/sequence_losses.py made the numbers.
final class SequenceLossGoldenTests: XCTestCase {
  func testCTCAgreesWithPyTorch() throws {
    let fixture: Fixture = try Fixtures.decoded("sequence-losses")
    XCTAssertEqual(fixture.ctc.count, 3)
    for batch in fixture.ctc {
      var lattice = CTCLattice()
      for (index, target) in batch.targets.enumerated() {
        var values = batch.logits[index]
        let loss = target.withUnsafeBufferPointer { target in
          values.withUnsafeMutableBufferPointer {
            lattice.lossAndGradient(
              $0.baseAddress!, steps: batch.steps[index], classes: batch.classes, target: target,
              blank: batch.blank)
          }
        }
        XCTAssertEqual(loss, batch.losses[index], accuracy: 1e-11 * max(1, loss))
        // The gradient is of the mean over the batch.
        for (mine, theirs) in zip(values, batch.gradients[index]) {
          XCTAssertEqual(mine / Double(batch.steps.count), theirs, accuracy: 1e-12)
        }
      }
    }
  }

  func testModelsLearnByCTCAsInKeras() throws {
    let fixture: Fixture = try Fixtures.decoded("sequence-losses")
    let x = Input.sequence(features: 2)
    let states = LSTM(3, returnSequences: true)(x)
    let model = try Model(inputs: x, outputs: Dense(4)(states))
    try check(model, fixture.keras, .ctc())
  }

  /// Sequences of unequal lengths.
  func testModelsLearnByACRFAsInPyTorch() throws {
    let fixture: Fixture = try Fixtures.decoded("sequence-losses")
    let x = Input.sequence(features: 2)
    let model = try Model(inputs: x, outputs: CRF(3)(Dense(3)(x)))
    try check(model, fixture.crf, .crf)
  }

  private func check(_ model: Model, _ golden: Training, _ loss: Loss) throws {
    try model.setTensors(
      zip(model.tensors, golden.before).map {
        try Tensor(name: $0.name, shape: $0.shape, values: $1.map { Float($0) })
      })
    try model.compile(loss: loss, optimizer: .sgd(learningRate: 0.1))
    let history = try model.fit(golden.x, golden.targets, epochs: 3, batchSize: 3, threads: 1)
    XCTAssertEqual(golden.losses.count, 3)
    for (mine, theirs) in zip(history["loss"], golden.losses) {
      XCTAssertEqual(mine, theirs, accuracy: 1e-5 * theirs)
    }
    XCTAssertEqual(model.tensors.map(\.values.count), golden.after.map(\.count))
    for (mine, theirs) in zip(model.tensors, golden.after) {
      for (number, wanted) in zip(mine.values, theirs) {
        XCTAssertEqual(Double(number), wanted, accuracy: 1e-5, mine.name)
      }
    }
  }
}

private struct Training: Decodable {
  let x: [[[Double]]]
  let targets: [[Int]]
  let before, after: [[Double]]
  let losses: [Double]
}

private struct Fixture: Decodable {
  let ctc: [Batch]
  let keras, crf: Training

  struct Batch: Decodable {
    let classes: Int
    let blank: Int
    let steps: [Int]
    let targets: [[Int]]
    let logits: [[Double]]
    let losses: [Double]
    let gradients: [[Double]]
  }
}
