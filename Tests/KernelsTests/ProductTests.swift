import KernelTemplates
import XCTest

@testable import Kernels

/// Products against a plain triple loop, on every instruction set that this processor has.
///
/// The kernels promise the order of a plain loop over the inner index, rounding once or twice a
/// step, so the tests ask for equality to the last bit.
final class ProductTests: XCTestCase {
  func test_aThousandRandomShapesAgreeWithTheTripleLoop() {
    for set in InstructionSet.available {
      var random = TestRandom(seed: 1)
      for trial in 0..<1000 {
        let largest = [8, 20, 50, 90][trial % 4]
        let shape = ProductCase(
          rows: 1 + random.below(largest), columns: 1 + random.below(largest),
          inner: 1 + random.below(largest), &random)
        check(shape, Float.self, set, seed: UInt64(trial))
        check(shape, Double.self, set, seed: UInt64(trial))
        if testRun?.failureCount ?? 0 > 0 { return }
      }
    }
  }

  func test_shapesLargerThanABlockAgreeWithTheTripleLoop() {
    let sizes = [
      (3, 70, 600), (270, 33, 260), (520, 5, 257), (40, 300, 513), (13, 1, 1030), (1, 357, 600),
    ]
    for set in InstructionSet.available {
      var random = TestRandom(seed: 2)
      for (rows, columns, inner) in sizes {
        for transposed in 0..<4 {
          var shape = ProductCase(rows: rows, columns: columns, inner: inner, &random)
          shape.aTransposed = transposed & 1 != 0
          shape.bTransposed = transposed & 2 != 0
          check(shape, Float.self, set, seed: 3)
          check(shape, Double.self, set, seed: 3)
        }
      }
    }
  }

  func test_oddShapesAgreeWithTheTripleLoop() {
    let sizes = [
      (1, 1, 1), (1, 100, 7), (100, 1, 7), (1, 1, 100), (7, 5, 13), (0, 5, 5), (5, 0, 5), (5, 5, 0),
      (0, 0, 0), (8, 32, 1), (9, 33, 2), (31, 63, 65),
    ]
    for set in InstructionSet.available {
      var random = TestRandom(seed: 4)
      for (rows, columns, inner) in sizes {
        for choice in 0..<8 {
          var shape = ProductCase(rows: rows, columns: columns, inner: inner, &random)
          shape.aTransposed = choice & 1 != 0
          shape.bTransposed = choice & 2 != 0
          shape.accumulating = choice & 4 != 0
          check(shape, Float.self, set, seed: 5)
          check(shape, Double.self, set, seed: 5)
        }
      }
    }
  }

  /// A batch may be split over threads at any row.
  func test_aRowDoesNotDependOnTheRowsAroundIt() {
    var random = TestRandom(seed: 6)
    let (rows, columns, inner) = (37, 75, 300)
    let a = random.numbers(rows * inner, Float.self)
    let b = random.numbers(inner * columns, Float.self)
    for set in InstructionSet.available where set.promisesOrder {
      let whole = product(rows, columns, inner, a, b, set)
      for first in 0..<rows {
        for count in [1, 2, 3, 5, 8, 17] where first + count <= rows {
          let part = product(
            count, columns, inner, Array(a[first * inner..<(first + count) * inner]), b, set)
          XCTAssertEqual(part, Array(whole[first * columns..<(first + count) * columns]))
        }
      }
    }
  }

  func test_threadsThatMultiplyAtOnceGetTheirOwnProducts() {
    var random = TestRandom(seed: 7)
    let (rows, columns, inner) = (40, 70, 260)
    let factors = (0..<8).map { _ in
      (random.numbers(rows * inner, Float.self), random.numbers(inner * columns, Float.self))
    }
    let set = InstructionSet.current
    let expected = factors.map { product(rows, columns, inner, $0.0, $0.1, set) }
    DispatchQueue.concurrentPerform(iterations: 200) { index in
      let (a, b) = factors[index % 8]
      let got = product(rows, columns, inner, a, b, set)
      if got != expected[index % 8] { XCTFail("product \(index) differs") }
    }
  }

  func test_packedWeightsGiveTheSameNumbers() {
    var random = TestRandom(seed: 8)
    for set in InstructionSet.available {
      for (rows, columns, inner) in [(1, 1, 1), (5, 33, 7), (16, 64, 300), (50, 600, 257)] {
        checkPacked(rows, columns, inner, Float.self, &random, set)
        checkPacked(rows, columns, inner, Double.self, &random, set)
      }
    }
  }

  func test_aRowThatBeginsWithTheLastColumnsIsTheSame() {
    var random = TestRandom(seed: 9)
    for (columns, inner) in [(1, 3), (32, 5), (33, 300), (96, 128), (224, 513), (300, 257)] {
      let weights = PackedWeights<Float>(
        random.numbers(inner * columns, Float.self), columns: columns)
      let row = random.numbers(inner, Float.self)
      let before = random.numbers(columns, Float.self)
      for accumulating in [false, true] {
        var (c, reversed) = (before, before)
        weights.multiply(
          rows: 1, Operand(row, stride: inner), into: &c, stride: columns,
          accumulating: accumulating)
        weights.multiply(
          rows: 1, Operand(row, stride: inner), into: &reversed, stride: columns,
          accumulating: accumulating, isReversed: true)
        XCTAssertEqual(c, reversed)
      }
    }
  }

  func test_packedWeightsMultiplyAndAdd() {
    let weights = PackedWeights<Float>([1, 2, 3, 4, 5, 6], columns: 3)
    var c: [Float] = [100, 100, 100]
    weights.multiply(rows: 1, Operand([1, 10], stride: 2), into: &c, stride: 3, accumulating: true)
    XCTAssertEqual(c, [141, 152, 163])
  }

  func test_packingAgainReplacesTheWeights() {
    let weights = PackedWeights<Double>([2, 3], columns: 2)
    [5.0, 7.0].withUnsafeBufferPointer { weights.pack(Operand($0.baseAddress!, stride: 2)) }
    var c = [0.0, 0.0]
    weights.multiply(rows: 1, Operand([10.0], stride: 1), into: &c, stride: 2)
    XCTAssertEqual(c, [50, 70])
  }
}

extension PackedWeights {
  fileprivate convenience init(_ numbers: [Scalar], columns: Int) {
    self.init(inner: numbers.count / columns, columns: columns)
    numbers.withUnsafeBufferPointer { pack(Operand($0.baseAddress!, stride: columns)) }
  }
}

// MARK: - The plain loop

/// A product's sizes and how its operands lie in memory.
struct ProductCase {
  var (rows, columns, inner) = (0, 0, 0)
  var (aTransposed, bTransposed, accumulating) = (false, false, false)
  /// Elements that a stored row is longer than its numbers.
  var (aPadding, bPadding, cPadding) = (0, 0, 0)

  init(rows: Int, columns: Int, inner: Int, _ random: inout TestRandom) {
    (self.rows, self.columns, self.inner) = (rows, columns, inner)
    aTransposed = random.below(2) == 1
    bTransposed = random.below(2) == 1
    accumulating = random.below(2) == 1
    aPadding = random.below(4)
    bPadding = random.below(4)
    cPadding = random.below(4)
  }
}

private func check<Scalar: DispatchedScalar>(
  _ shape: ProductCase, _: Scalar.Type, _ set: InstructionSet, seed: UInt64,
  file: StaticString = #filePath, line: UInt = #line
) {
  var random = TestRandom(seed: seed)
  let aStride = (shape.aTransposed ? shape.rows : shape.inner) + shape.aPadding
  let bStride = (shape.bTransposed ? shape.inner : shape.columns) + shape.bPadding
  let cStride = shape.columns + shape.cPadding
  // One element more, so that an empty operand has an address.
  let a = random.numbers((shape.aTransposed ? shape.inner : shape.rows) * aStride + 1, Scalar.self)
  let b = random.numbers(
    (shape.bTransposed ? shape.columns : shape.inner) * bStride + 1, Scalar.self)
  let before = random.numbers(shape.rows * cStride + 1, Scalar.self)
  var expected = before
  for row in 0..<shape.rows {
    for column in 0..<shape.columns {
      var sum: Scalar = shape.accumulating ? before[row * cStride + column] : 0
      for k in 0..<shape.inner {
        let left = a[shape.aTransposed ? k * aStride + row : row * aStride + k]
        let right = b[shape.bTransposed ? column * bStride + k : k * bStride + column]
        sum = set.fuses ? sum.addingProduct(left, right) : sum + left * right
      }
      expected[row * cStride + column] = sum
    }
  }
  var got = before
  a.withUnsafeBufferPointer { a in
    b.withUnsafeBufferPointer { b in
      got.withUnsafeMutableBufferPointer { c in
        Scalar.multiply(
          Product(
            rows: shape.rows, columns: shape.columns, inner: shape.inner,
            a: Operand(a.baseAddress!, stride: aStride, isTransposed: shape.aTransposed),
            b: Operand(b.baseAddress!, stride: bStride, isTransposed: shape.bTransposed),
            isPacked: false, c: c.baseAddress!, cStride: cStride,
            accumulating: shape.accumulating), on: set)
      }
    }
  }
  // All of C's memory: what lies between its rows must not change.
  if set.promisesOrder {
    XCTAssertEqual(got, expected, "\(set) \(Scalar.self) \(shape)", file: file, line: line)
  } else {
    let worst = zip(got, expected).map { Double(abs($0 - $1)) }.max() ?? 0
    let bound = Double(shape.inner + 1) * Double(Scalar.ulpOfOne)
    XCTAssertLessThanOrEqual(worst, bound, "\(set) \(shape)", file: file, line: line)
  }
}

private func product<Scalar: DispatchedScalar>(
  _ rows: Int, _ columns: Int, _ inner: Int, _ a: [Scalar], _ b: [Scalar], _ set: InstructionSet,
  isPacked: Bool = false
) -> [Scalar] {
  var c = [Scalar](repeating: 0, count: rows * columns)
  a.withUnsafeBufferPointer { a in
    b.withUnsafeBufferPointer { b in
      c.withUnsafeMutableBufferPointer { c in
        Scalar.multiply(
          Product(
            rows: rows, columns: columns, inner: inner,
            a: Operand(a.baseAddress!, stride: inner), b: Operand(b.baseAddress!, stride: columns),
            isPacked: isPacked, c: c.baseAddress!, cStride: columns, accumulating: false),
          on: set)
      }
    }
  }
  return c
}

/// Packs B, stored either way, and compares the product with that of the unpacked B.
private func checkPacked<Scalar: DispatchedScalar>(
  _ rows: Int, _ columns: Int, _ inner: Int, _: Scalar.Type, _ random: inout TestRandom,
  _ set: InstructionSet
) {
  let a = random.numbers(rows * inner, Scalar.self)
  let b = random.numbers(inner * columns, Scalar.self)
  let stored = (0..<columns).flatMap { column in (0..<inner).map { b[$0 * columns + column] } }
  let expected = product(rows, columns, inner, a, b, set)
  for (numbers, transposed) in [(b, false), (stored, true)] {
    var packed = [Scalar](repeating: .nan, count: inner * ((columns + 31) / 32 * 32))
    numbers.withUnsafeBufferPointer { numbers in
      packed.withUnsafeMutableBufferPointer {
        Scalar.pack(
          Operand(
            numbers.baseAddress!, stride: transposed ? inner : columns, isTransposed: transposed),
          inner: inner, columns: columns, into: $0.baseAddress!, on: set)
      }
    }
    XCTAssertEqual(
      product(rows, columns, inner, a, packed, set, isPacked: true), expected,
      "\(set) \(rows)×\(inner)·\(columns)")
  }
}
