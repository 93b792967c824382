import Foundation
import KernelTemplates
import XCTest

@testable import Kernels

/// The elementary functions against Foundation's.
///
/// Single precision is held to Foundation's double-precision function, rounded, and double precision
/// to its extended precision, rounded, where the processor has that: Foundation's own tanh in double
/// precision may be 2 ulp off.
final class ElementaryTests: XCTestCase {
  func test_singlePrecisionIsWithin2UlpOfFoundationOverAllExponents() {
    let inputs = singlePrecisionInputs()
    for set in InstructionSet.available {
      checkFloat(.exponential, inputs, set) { Foundation.exp($0) }
      checkFloat(.hyperbolicTangent, inputs, set) { Foundation.tanh($0) }
      checkFloat(.logisticSigmoid, inputs, set) { 1 / (1 + Foundation.exp(-$0)) }
    }
  }

  func test_doublePrecisionIsWithin2UlpOfFoundationOverAllExponents() {
    let inputs = doublePrecisionInputs()
    for set in InstructionSet.available {
      checkDouble(.exponential, inputs, set) { Foundation.exp($0) }
      checkDouble(.hyperbolicTangent, inputs, set) { Foundation.tanh($0) }
      checkDouble(.logisticSigmoid, inputs, set) { 1 / (1 + Foundation.exp(-$0)) }
      checkDouble(.naturalLogarithm, inputs.map(\.magnitude), set) { Foundation.log($0) }
    }
  }

  /// All numbers whose functions are neither 0, 1, infinite nor x itself: half a billion, some
  /// minutes.
  ///
  ///     LEARNLSTM_EXHAUSTIVE=1 swift test --filter everySinglePrecisionNumber
  func test_everySinglePrecisionNumber() throws {
    guard getenv("LEARNLSTM_EXHAUSTIVE") != nil else {
      throw XCTSkip("asks for LEARNLSTM_EXHAUSTIVE")
    }
    let (first, last) = (Float(0x1p-26).bitPattern, Float(105).bitPattern)
    for start in stride(from: first, to: last, by: 1 << 22) {
      let inputs = (start..<min(start + 1 << 22, last)).flatMap { bits in
        [Float(bitPattern: bits), -Float(bitPattern: bits)]
      }
      for set in [InstructionSet.baseline, .current] {
        checkFloat(.exponential, inputs, set) { Foundation.exp($0) }
        checkFloat(.hyperbolicTangent, inputs, set) { Foundation.tanh($0) }
        checkFloat(.logisticSigmoid, inputs, set) { 1 / (1 + Foundation.exp(-$0)) }
      }
    }
  }

  func test_specialValues() {
    for set in InstructionSet.available {
      func exp(_ x: Float) -> Float { Float.evaluate(.exponential, x, on: set) }
      func tanh(_ x: Float) -> Float { Float.evaluate(.hyperbolicTangent, x, on: set) }
      func sigmoid(_ x: Float) -> Float { Float.evaluate(.logisticSigmoid, x, on: set) }
      func log(_ x: Double) -> Double { Double.evaluate(.naturalLogarithm, x, on: set) }
      XCTAssertEqual(exp(0), 1)
      XCTAssertEqual(exp(-0.0), 1)
      XCTAssertEqual(exp(.infinity), .infinity)
      XCTAssertEqual(exp(-.infinity), 0)
      XCTAssertTrue(exp(.nan).isNaN && exp(-.nan).isNaN)
      XCTAssertEqual(exp(-103.9), .leastNonzeroMagnitude)
      XCTAssertEqual(tanh(.infinity), 1)
      XCTAssertEqual(tanh(-.infinity), -1)
      XCTAssertTrue(tanh(.nan).isNaN && tanh(-.nan).isNaN)
      XCTAssertEqual(tanh(-0.0).bitPattern, Float(-0.0).bitPattern)
      XCTAssertEqual(tanh(.leastNonzeroMagnitude), .leastNonzeroMagnitude)
      XCTAssertEqual(sigmoid(0), 0.5)
      XCTAssertEqual(sigmoid(.infinity), 1)
      XCTAssertEqual(sigmoid(-.infinity), 0)
      XCTAssertTrue(sigmoid(.nan).isNaN && sigmoid(-.nan).isNaN)
      XCTAssertEqual(log(1).bitPattern, 0)
      XCTAssertEqual(log(0), -.infinity)
      XCTAssertEqual(log(-0.0), -.infinity)
      XCTAssertEqual(log(.infinity), .infinity)
      XCTAssertTrue(log(-1).isNaN && log(-.infinity).isNaN && log(.nan).isNaN)
    }
  }

  func test_everyCountAndTheOneNumberFunctionsGiveTheSameBits() {
    var random = TestRandom(seed: 9)
    let x = random.numbers(40, Double.self).map { 10 * $0 }
    for set in InstructionSet.available {
      for function in [ElementaryFunction.exponential, .hyperbolicTangent, .logisticSigmoid] {
        let doubles = x.map { Double.evaluate(function, $0, on: set) }
        let floats = x.map { Float.evaluate(function, Float($0), on: set) }
        let singles = x.map { Float($0) }
        for count in 0...40 {
          XCTAssertEqual(
            evaluated(function, x, count: count, set), Array(doubles[..<count] + x[count...]))
          XCTAssertEqual(
            evaluated(function, singles, count: count, set),
            Array(floats[..<count] + singles[count...]))
        }
      }
    }
  }
}

// MARK: - Inputs

#if arch(x86_64) && os(Linux)
  private typealias Reference = Float80
  private let doubleBound = 2
#else
  private typealias Reference = Double
  private let doubleBound = 4
#endif

/// Every exponent, with mantissas at both ends and between, and a fine grid where the functions are
/// neither 0 nor 1.
private func singlePrecisionInputs() -> [Float] {
  var random = TestRandom(seed: 10)
  var inputs: [Float] = [0, -0.0, .infinity, -.infinity]
  for exponent: UInt32 in 0..<255 {
    for trial in 0..<24 {
      let mantissa =
        trial == 0 ? 0 : trial == 1 ? 0x7F_FFFF : UInt32(truncatingIfNeeded: random.next()) >> 9
      let x = Float(bitPattern: exponent << 23 | mantissa)
      inputs += [x, -x]
    }
  }
  inputs += (0..<60_000).map { _ in Float(110 * random.number()) }
  inputs += (0..<30_000).map { _ in Float(2 * random.number()) }
  // Where tanh rounds worst: just below a power of two.
  return inputs + (0..<60_000).map { _ in Float((0.056 + 0.008 * random.number()).magnitude) }
}

private func doublePrecisionInputs() -> [Double] {
  var random = TestRandom(seed: 11)
  var inputs: [Double] = [0, -0.0, .infinity, -.infinity]
  for exponent: UInt64 in 0..<2047 {
    for trial in 0..<6 {
      let mantissa = trial == 0 ? 0 : trial == 1 ? 0xF_FFFF_FFFF_FFFF : random.next() >> 12
      let x = Double(bitPattern: exponent << 52 | mantissa)
      inputs += [x, -x]
    }
  }
  inputs += (0..<30_000).map { _ in 760 * random.number() }
  return inputs + (0..<60_000).map { _ in 3 * random.number() }
}

// MARK: - Comparisons

/// The distance in units in the last place of the expected number; of the steps between the largest
/// finite number and infinity, and below the smallest, too.
private func ulps(_ got: Float, _ expected: Float) -> Int {
  func ordered(_ x: Float) -> Int {
    let bits = Int(x.magnitude.bitPattern)
    return x.sign == .minus ? -bits : bits
  }
  return abs(ordered(got) - ordered(expected))
}

private func ulps(_ got: Double, _ expected: Double) -> Int {
  func ordered(_ x: Double) -> Int {
    let bits = Int(x.magnitude.bitPattern)
    return x.sign == .minus ? -bits : bits
  }
  return abs(ordered(got) - ordered(expected))
}

private func checkFloat(
  _ function: ElementaryFunction, _ inputs: [Float], _ set: InstructionSet,
  _ reference: (Double) -> Double
) {
  let got = evaluated(function, inputs, count: inputs.count, set)
  var worst = (ulps: 0, x: Float(0))
  for (x, y) in zip(inputs, got) {
    let distance = ulps(y, Float(reference(Double(x))))
    if distance > worst.ulps { worst = (distance, x) }
  }
  report("\(set) Float \(function): at most \(worst.ulps) ulp, at \(worst.x)")
  XCTAssertLessThanOrEqual(worst.ulps, 2, "\(set) \(function) of \(worst.x)")
}

private func checkDouble(
  _ function: ElementaryFunction, _ inputs: [Double], _ set: InstructionSet,
  _ reference: (Reference) -> Reference
) {
  let got = evaluated(function, inputs, count: inputs.count, set)
  var worst = (ulps: 0, x: 0.0)
  for (x, y) in zip(inputs, got) {
    let distance = ulps(y, Double(reference(Reference(x))))
    if distance > worst.ulps { worst = (distance, x) }
  }
  report("\(set) Double \(function): at most \(worst.ulps) ulp, at \(worst.x)")
  XCTAssertLessThanOrEqual(worst.ulps, doubleBound, "\(set) \(function) of \(worst.x)")
}

private func evaluated<Scalar: DispatchedScalar>(
  _ function: ElementaryFunction, _ x: [Scalar], count: Int, _ set: InstructionSet
) -> [Scalar] {
  var y = x
  y.withUnsafeMutableBufferPointer {
    Scalar.evaluate(
      function, UnsafePointer($0.baseAddress!), into: $0.baseAddress!, count: count, on: set)
  }
  return y
}

/// Prints the errors found when they are asked for: `LEARNLSTM_BENCHMARK=1`.
private func report(_ line: String) {
  if getenv("LEARNLSTM_BENCHMARK") != nil { print(line) }
}
