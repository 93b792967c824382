import KernelTemplates
import XCTest

@testable import Kernels

/// A product that begins with rows of a table is one that is added to copies of them.
final class FirstRowsTests: XCTestCase {
  private let shapes = [
    (1, 1, 1), (1, 128, 5), (1, 300, 513), (3, 33, 7), (16, 96, 260), (20, 70, 257), (9, 40, 0),
    (270, 5, 3),
  ]

  func test_anyRowsOfATableInAnyOrder() {
    for set in InstructionSet.available {
      for (rows, columns, inner) in shapes {
        for isPacked in [false, true] {
          check(rows, columns, inner, isPacked, places: (0..<rows).map { Int32($0 * 7 % 5) }, set)
        }
      }
    }
  }

  func test_oneRowForAllAndRowsInOrder() {
    for set in InstructionSet.available {
      for (rows, columns, inner) in shapes {
        check(rows, columns, inner, true, places: nil, stride: 0, set)
        check(rows, columns, inner, false, places: nil, stride: columns + 3, set)
      }
    }
  }

  /// Through generic code, as `Layers` multiplies.
  func test_packedWeightsBeginWithRowsOrWithWhatCHolds() {
    checkPacked(Float.self)
    checkPacked(Double.self)
  }

  private func checkPacked<Scalar: KernelScalar>(_: Scalar.Type) {
    let weights = PackedWeights<Scalar>(inner: 1, columns: 2)
    [2, 3].withUnsafeBufferPointer { weights.pack(Operand($0.baseAddress!, stride: 2)) }
    for first: [Scalar]? in [nil, [100, 200]] {
      var c: [Scalar] = [10, 20]
      (first ?? []).withUnsafeBufferPointer { numbers in
        weights.multiply(
          rows: 1, Operand([1], stride: 1), into: &c, stride: 2, accumulating: true,
          startingWith: first.map { _ in FirstRows(numbers.baseAddress!, stride: 0) })
      }
      XCTAssertEqual(c, first.map { [$0[0] + 2, $0[1] + 3] } ?? [12, 23])
    }
  }

  func test_weightsOfEightBits() {
    var random = TestRandom(seed: 11)
    for (rows, columns, inner) in shapes where inner > 0 {
      let weights = PackedWeights<Float>(inner: inner, columns: columns)
      weights.keepEightBits()
      let b = random.numbers(inner * columns, Float.self)
      b.withUnsafeBufferPointer { weights.pack(Operand($0.baseAddress!, stride: columns)) }
      let a = random.numbers(rows * inner, Float.self)
      let bias = random.numbers(columns, Float.self)
      var expected = (0..<rows).flatMap { _ in bias }
      weights.multiply(
        rows: rows, Operand(a, stride: inner), into: &expected, stride: columns, accumulating: true)
      var c = [Float](repeating: .nan, count: rows * columns)
      bias.withUnsafeBufferPointer {
        weights.multiply(
          rows: rows, Operand(a, stride: inner), into: &c, stride: columns,
          startingWith: FirstRows($0.baseAddress!, stride: 0))
      }
      XCTAssertEqual(c, expected)
    }
  }

  private func check(
    _ rows: Int, _ columns: Int, _ inner: Int, _ isPacked: Bool, places: [Int32]?,
    stride: Int? = nil, _ set: InstructionSet
  ) {
    var random = TestRandom(seed: UInt64(rows + columns))
    let stride = stride ?? columns + 1
    let table = random.numbers(max(rows, 5) * (columns + 3), Float.self)
    let a = random.numbers(rows * inner + 1, Float.self)
    let b = random.numbers(inner * ((columns + 31) / 32 * 32) + 1, Float.self)
    let starts = (0..<rows).map { row in (places.map { Int($0[row]) } ?? row) * stride }
    var expected = starts.flatMap { table[$0..<$0 + columns] }
    var c = [Float](repeating: .nan, count: rows * columns)
    table.withUnsafeBufferPointer { table in
      (places ?? []).withUnsafeBufferPointer { numbers in
        let first = FirstRows(
          table.baseAddress!, stride: stride, places: places == nil ? nil : numbers.baseAddress!)
        multiply(rows, columns, inner, a, b, isPacked, into: &expected, nil, set)
        multiply(rows, columns, inner, a, b, isPacked, into: &c, first, set)
      }
    }
    XCTAssertEqual(c, expected, "\(set), \(rows) × \(columns), inner \(inner)")
  }

  /// Adds a product to C, or writes it where it begins with rows.
  private func multiply(
    _ rows: Int, _ columns: Int, _ inner: Int, _ a: [Float], _ b: [Float], _ isPacked: Bool,
    into c: inout [Float], _ first: FirstRows<Float>?, _ set: InstructionSet
  ) {
    a.withUnsafeBufferPointer { a in
      b.withUnsafeBufferPointer { b in
        c.withUnsafeMutableBufferPointer { c in
          Float.multiply(
            Product(
              rows: rows, columns: columns, inner: inner,
              a: Operand(a.baseAddress!, stride: inner),
              b: Operand(b.baseAddress!, stride: columns), isPacked: isPacked,
              c: c.baseAddress!, cStride: columns, accumulating: first == nil, first: first),
            on: set)
        }
      }
    }
  }
}
