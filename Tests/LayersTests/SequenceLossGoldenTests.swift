import CourseTesting
import XCTest

@testable import Layers

/// Connectionist temporal classification against PyTorch, in double and single precision.
/// Tests/Peers/sequence_losses.py made the numbers.
final class SequenceLossGoldenTests: XCTestCase {
  func testCTCAgreesWithPyTorch() throws {
    let fixture: Fixture = try Fixtures.decoded("pytorch-sequence-losses")
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
}

private struct Fixture: Decodable {
  let ctc: [Batch]

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
