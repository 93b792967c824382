import KernelTemplates
import LinearAlgebra
import XCTest

@testable import Kernels

final class EightBitTests: XCTestCase {
  private func numbers(_ count: Int, seed: UInt64) -> [Float] {
    var generator = SeededGenerator(seed: seed)
    return (0..<count).map { _ in Float(2 * generator.uniform() - 1) }
  }

  /// The product with weights rounded one by one, in double precision.
  private func expected(
    _ a: [Float], _ b: [Float], rows: Int, inner: Int, columns: Int
  ) -> [Double] {
    var result = [Double](repeating: 0, count: rows * columns)
    for column in 0..<columns {
      let largest = (0..<inner).map { abs(b[$0 * columns + column]) }.max() ?? 0
      let scale = largest / 127
      for row in 0..<rows {
        for k in 0..<inner where scale > 0 {
          let steps = Double((b[k * columns + column] / scale).rounded())
          result[row * columns + column] += Double(a[row * inner + k]) * steps * Double(scale)
        }
      }
    }
    return result
  }

  func testAProductIsThatOfTheRoundedWeightsOnEveryInstructionSet() {
    let shapes = [
      (1, 1, 1), (1, 4, 32), (1, 3, 31), (1, 5, 33), (2, 128, 96), (3, 67, 100), (1, 512, 70),
    ]
    for (rows, inner, columns) in shapes {
      let (a, b) = (numbers(rows * inner, seed: 1), numbers(inner * columns, seed: 2))
      let wanted = expected(a, b, rows: rows, inner: inner, columns: columns)
      let weights = EightBitWeights(inner: inner, columns: columns)
      b.withUnsafeBufferPointer { weights.pack(Operand($0.baseAddress!, stride: columns)) }
      for set in InstructionSet.available {
        var c = [Float](repeating: 7, count: rows * columns)
        weights.multiply(
          rows: rows, Operand(a, stride: inner), into: &c, stride: columns, accumulating: false,
          on: set)
        var sums = [Float](repeating: 0.5, count: rows * columns)
        weights.multiply(
          rows: rows, Operand(a, stride: inner), into: &sums, stride: columns, accumulating: true,
          on: set)
        for index in wanted.indices {
          XCTAssertEqual(
            Double(c[index]), wanted[index], accuracy: 1e-6 * Double(inner + 4), "\(set), \(index)")
          XCTAssertEqual(sums[index], c[index] + 0.5, accuracy: 1e-6, "\(set), \(index)")
        }
        var reversed = [Float](repeating: 7, count: rows * columns)
        weights.multiply(
          rows: rows, Operand(a, stride: inner), into: &reversed, stride: columns,
          accumulating: false, isReversed: true, on: set)
        XCTAssertEqual(reversed, c)
      }
    }
  }

  /// No weight moves by more than half a scale, and the largest of each column not at all.
  func testOneNumberReadsAWeight() {
    let (inner, columns) = (9, 40)
    let b = numbers(inner * columns, seed: 3)
    let packed = PackedWeights<Float>(inner: inner, columns: columns)
    packed.keepEightBits()
    b.withUnsafeBufferPointer { packed.pack(Operand($0.baseAddress!, stride: columns)) }
    for k in 0..<inner {
      var row = [Float](repeating: 0, count: inner)
      row[k] = 1
      var c = [Float](repeating: 0, count: columns)
      packed.multiply(rows: 1, Operand(row, stride: inner), into: &c, stride: columns)
      for column in 0..<columns {
        let largest = (0..<inner).map { abs(b[$0 * columns + column]) }.max()!
        let weight = b[k * columns + column]
        XCTAssertLessThanOrEqual(abs(c[column] - weight), largest / 254 + 1e-5)
        if abs(weight) == largest { XCTAssertEqual(c[column], weight, accuracy: 1e-5) }
      }
    }
  }

  func testATransposedOperandAndAColumnOfZeros() {
    let (inner, columns) = (6, 3)
    var b = numbers(inner * columns, seed: 4)
    for k in 0..<inner { b[k * columns + 1] = 0 }
    let transposed = (0..<columns).flatMap { column in (0..<inner).map { b[$0 * columns + column] }
    }
    let (plain, other) = (
      PackedWeights<Float>(inner: inner, columns: columns),
      PackedWeights<Float>(inner: inner, columns: columns)
    )
    for weights in [plain, other] { weights.keepEightBits() }
    plain.pack(Operand(b, stride: columns))
    other.pack(Operand(transposed, stride: inner, isTransposed: true))
    let row = numbers(inner, seed: 5)
    var (c, d) = ([Float](repeating: 0, count: columns), [Float](repeating: 0, count: columns))
    plain.multiply(rows: 1, Operand(row, stride: inner), into: &c, stride: columns)
    other.multiply(rows: 1, Operand(row, stride: inner), into: &d, stride: columns)
    XCTAssertEqual(c, d)
    XCTAssertEqual(c[1], 0)
  }
}
