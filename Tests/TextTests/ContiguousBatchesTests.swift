import Text
import XCTest

final class ContiguousBatchesTests: XCTestCase {
  func testTheWorkedExample() {
    let batches = ContiguousBatches(symbols: Array(0...8), rows: 2, length: 3)
    XCTAssertEqual(batches.count, 2)
    XCTAssertEqual(
      batches[0],
      .init(rows: 2, time: 3, inputs: [0, 1, 2, 4, 5, 6], targets: [1, 2, 3, 5, 6, 7]))
    XCTAssertEqual(batches[1], .init(rows: 2, time: 1, inputs: [3, 7], targets: [4, 8]))
  }

  /// Not one prediction lost or repeated at a seam, and each row continues where it stopped.
  func testEveryPredictionComesOnceForEveryShape() {
    for count in 2...40 {
      for rows in 1..<min(count, 9) {
        for length in 1...9 {
          let batches = ContiguousBatches(symbols: Array(0..<count), rows: rows, length: length)
          var seen: [Int32] = []
          var ends = [Int32?](repeating: nil, count: rows)
          for index in 0..<batches.count {
            let window = batches[index]
            for row in 0..<rows {
              let cut = row * window.time..<(row + 1) * window.time
              if let end = ends[row] { XCTAssertEqual(window.inputs[cut.lowerBound], end) }
              ends[row] = window.targets[cut.upperBound - 1]
              seen += window.targets[cut]
              XCTAssertEqual(window.inputs[cut].map { $0 + 1 }, Array(window.targets[cut]))
            }
          }
          let kept = (count - 1) / rows * rows
          XCTAssertEqual(seen.sorted(), (1...Int32(kept)).map { $0 })
          XCTAssertEqual(batches.predictionCount, kept)
          XCTAssertLessThan(count - 1 - kept, rows)
        }
      }
    }
  }

  func testTheValidationPartIsTheEnd() {
    let parts = splitForValidation(Array(0..<11), fraction: 0.2)
    XCTAssertEqual(parts.training, Array(0..<9))
    XCTAssertEqual(parts.validation, [9, 10])
    XCTAssertEqual(splitForValidation([1, 2], fraction: 0).validation, [])
  }
}
