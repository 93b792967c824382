import KernelTemplates
import XCTest

@testable import Kernels

/// What is added up or scaled number by number, on every instruction set that this processor has.
final class SumTests: XCTestCase {
  private let counts = Array(1...40) + [96, 255, 256, 257, 600, 1031]

  func test_exponentialsBeneathTheLargestAreThoseOfTheVectorFunction() {
    for set in InstructionSet.available {
      for count in counts {
        checkExponentials(count, Float.self, within: 1e-6, set)
        checkExponentials(count, Double.self, within: 1e-14, set)
      }
    }
  }

  private func checkExponentials<Scalar: DispatchedScalar>(
    _ count: Int, _: Scalar.Type, within tolerance: Double, _ set: InstructionSet
  ) {
    var random = TestRandom(seed: UInt64(count))
    // Down to what is subnormal, and what is nothing at all.
    var numbers = random.numbers(count, Scalar.self).map { $0 * 20 }
    for index in stride(from: 3, to: count, by: 5) { numbers[index] -= Scalar(8 * index) }
    if count > 2 { numbers[1] = -.infinity }
    let largest = numbers.max()!
    let expected = numbers.map { Scalar.evaluate(.exponential, $0 - largest, on: set) }
    let (result, powers) = exponentiated(numbers, set)
    XCTAssertEqual(result.largest, largest)
    XCTAssertEqual(powers, expected, "\(count) numbers, \(set)")
    let sum = expected.reduce(0) { $0 + Double($1) }
    XCTAssertEqual(result.sum, sum, accuracy: tolerance * sum)
  }

  func test_aNumberThatIsNoneMakesTheSumNone() {
    for set in InstructionSet.available {
      for place in [0, 5, 20, 36] {
        var numbers = [Float](repeating: 1, count: 37)
        numbers[place] = .nan
        XCTAssertTrue(exponentiated(numbers, set).0.sum.isNaN)
      }
    }
  }

  private func exponentiated<Scalar: DispatchedScalar>(
    _ numbers: [Scalar], _ set: InstructionSet
  ) -> (ExponentialSum<Scalar>, [Scalar]) {
    var numbers = numbers
    let result = numbers.withUnsafeMutableBufferPointer {
      Scalar.exponentiate($0.baseAddress!, count: $0.count, on: set)
    }
    return (result, numbers)
  }

  func test_addScaledAndScaleAreThePlainLoops() {
    for set in InstructionSet.available {
      for count in counts {
        var random = TestRandom(seed: UInt64(count))
        let (x, y) = (random.numbers(count, Float.self), random.numbers(count, Float.self))
        var (sum, scaled) = (y, y)
        Float.addScaled(0.3, x, to: &sum, count: count, on: set)
        Float.scale(&scaled, by: 0.3, count: count, on: set)
        XCTAssertEqual(sum, zip(x, y).map { $1 + 0.3 * $0 })
        XCTAssertEqual(scaled, y.map { $0 * 0.3 })
      }
    }
  }

  func test_squaresAddUpToTheSameBitsEverywhere() {
    for count in counts {
      var random = TestRandom(seed: UInt64(count))
      let x = random.numbers(count, Float.self)
      let sums = InstructionSet.available.map { Float.sumOfSquares(x, count: count, on: $0) }
      XCTAssertEqual(Set(sums).count, 1, "\(count) numbers: \(sums)")
    }
  }
}
