import Foundation
import KernelTemplates
import XCTest

@testable import Kernels

/// The fused loops of an LSTM's step and of Adam, against plain loops in double precision.
final class GateTests: XCTestCase {
  func test_forwardGatesAreThePlainFormulas() {
    for set in InstructionSet.available {
      for units in [1, 2, 7, 16, 33, 64] {
        checkForward(units, Float.self, within: 1e-6, set)
        checkForward(units, Double.self, within: 1e-14, set)
      }
    }
  }

  func test_backwardGatesAreThePlainFormulas() {
    for set in InstructionSet.available {
      for units in [1, 2, 7, 16, 33, 64] {
        checkBackward(units, Float.self, within: 2e-6, set)
        checkBackward(units, Double.self, within: 1e-14, set)
      }
    }
  }

  func test_adamIsThePlainFormula() {
    for set in InstructionSet.available {
      for count in [1, 5, 16, 37, 100] {
        checkAdam(count, Float.self, within: 1e-6, set)
        checkAdam(count, Double.self, within: 1e-14, set)
      }
    }
  }

  func test_adamWithoutGradientLeavesTheWeight() {
    let step = AdamStep<Float>(
      learningRate: 0.1, firstDecay: 0.9, secondDecay: 0.999, epsilon: 1e-8, firstCorrection: 0.1,
      secondCorrection: 0.001)
    var (weights, first, second): ([Float], [Float], [Float]) = ([3, 4], [0, 0], [0, 0])
    Float.adamUpdate(
      step, weights: &weights, gradient: [0, 0], firstMoment: &first, secondMoment: &second,
      count: 2)
    XCTAssertEqual(weights, [3, 4])
  }

  func test_sumOfSquaresAddsUpInDoublePrecision() {
    for count in 0...40 {
      let x = (0..<count).map { Float($0) + 0.5 }
      let expected = x.reduce(0.0) { $0 + Double($1) * Double($1) }
      XCTAssertEqual(Float.sumOfSquares(x, count: count), expected, accuracy: 1e-9)
      XCTAssertEqual(
        Double.sumOfSquares(x.map { Double($0) }, count: count), expected, accuracy: 1e-9)
    }
    // 2²⁴ + 1 ones: a sum in single precision would stop at 2²⁴.
    let ones = [Float](repeating: 1, count: 1 << 24 + 1)
    XCTAssertEqual(Float.sumOfSquares(ones, count: ones.count), Double(ones.count))
  }

  func test_addScaledAndScale() {
    var y: [Double] = [1, 2, 3]
    Double.addScaled(10, [1, 1, 2], to: &y, count: 3)
    XCTAssertEqual(y, [11, 12, 23])
    Double.scale(&y, by: 2, count: 2)
    XCTAssertEqual(y, [22, 24, 23])
  }
}

// MARK: - Plain loops

private func sigmoid(_ x: Double) -> Double { 1 / (1 + exp(-x)) }

/// An LSTM's step on one row, in double precision.
private func plainForward(_ z: [Double], _ previous: [Double])
  -> (gates: [Double], cell: [Double], hidden: [Double])
{
  let units = previous.count
  let gates = z.enumerated().map { index, x in
    index / units == 2 ? tanh(x) : sigmoid(x)
  }
  let cell = (0..<units).map {
    gates[units + $0] * previous[$0] + gates[$0] * gates[2 * units + $0]
  }
  return (gates, cell, (0..<units).map { gates[3 * units + $0] * tanh(cell[$0]) })
}

private func assertClose<Scalar: BinaryFloatingPoint>(
  _ got: [Scalar], _ expected: [Double], within tolerance: Double, _ name: String,
  line: UInt = #line
) {
  XCTAssertEqual(got.count, expected.count, line: line)
  for (index, (x, y)) in zip(got, expected).enumerated() {
    if !(abs(Double(x) - y) <= tolerance * max(1, abs(y))) {
      return XCTFail("\(name)[\(index)] is \(x), should be \(y)", line: line)
    }
  }
}

private func checkForward<Scalar: DispatchedScalar>(
  _ units: Int, _: Scalar.Type, within tolerance: Double, _ set: InstructionSet
) {
  var random = TestRandom(seed: UInt64(units))
  let z = random.numbers(4 * units, Scalar.self).map { 6 * $0 }
  let previous = random.numbers(units, Scalar.self).map { 2 * $0 }
  let expected = plainForward(z.map { Double($0) }, previous.map { Double($0) })
  // In place, as a loop over time would call it.
  var (gates, cell, hidden) = (z, previous, previous)
  gates.withUnsafeMutableBufferPointer { gates in
    cell.withUnsafeMutableBufferPointer { cell in
      hidden.withUnsafeMutableBufferPointer { hidden in
        Scalar.forward(
          units: units,
          ForwardGates(
            preactivations: UnsafePointer(gates.baseAddress!),
            previousCell: UnsafePointer(cell.baseAddress!), gates: gates.baseAddress!,
            cell: cell.baseAddress!, hidden: hidden.baseAddress!), on: set)
      }
    }
  }
  assertClose(gates, expected.gates, within: tolerance, "\(set) gates")
  assertClose(cell, expected.cell, within: tolerance, "\(set) cell")
  assertClose(hidden, expected.hidden, within: tolerance, "\(set) hidden")
}

private func checkBackward<Scalar: DispatchedScalar>(
  _ units: Int, _: Scalar.Type, within tolerance: Double, _ set: InstructionSet
) {
  var random = TestRandom(seed: UInt64(units))
  let z = random.numbers(4 * units, Double.self).map { 3 * $0 }
  let previous = random.numbers(units, Double.self)
  let dh = random.numbers(units, Double.self)
  let dcAfter = random.numbers(units, Double.self)
  let forward = plainForward(z, previous)
  var dz = [Double](repeating: 0, count: 4 * units)
  var dcBefore = dcAfter
  for unit in 0..<units {
    let i = forward.gates[unit]
    let f = forward.gates[units + unit]
    let g = forward.gates[2 * units + unit]
    let o = forward.gates[3 * units + unit]
    let squashed = tanh(forward.cell[unit])
    let dc = dcAfter[unit] + dh[unit] * o * (1 - squashed * squashed)
    dz[unit] = dc * g * i * (1 - i)
    dz[units + unit] = dc * previous[unit] * f * (1 - f)
    dz[2 * units + unit] = dc * i * (1 - g * g)
    dz[3 * units + unit] = dh[unit] * squashed * o * (1 - o)
    dcBefore[unit] = dc * f
  }
  var gates = forward.gates.map { Scalar($0) }
  var cellGradient = dcAfter.map { Scalar($0) }
  let (cell, before) = (forward.cell.map { Scalar($0) }, previous.map { Scalar($0) })
  let hiddenGradient = dh.map { Scalar($0) }
  gates.withUnsafeMutableBufferPointer { gates in
    cellGradient.withUnsafeMutableBufferPointer { cellGradient in
      cell.withUnsafeBufferPointer { cell in
        before.withUnsafeBufferPointer { before in
          hiddenGradient.withUnsafeBufferPointer { hiddenGradient in
            Scalar.backward(
              units: units,
              BackwardGates(
                gates: UnsafePointer(gates.baseAddress!), previousCell: before.baseAddress!,
                cell: cell.baseAddress!, hiddenGradient: hiddenGradient.baseAddress!,
                cellGradient: cellGradient.baseAddress!,
                preactivationGradient: gates.baseAddress!), on: set)
          }
        }
      }
    }
  }
  assertClose(gates, dz, within: tolerance, "\(set) dz")
  assertClose(cellGradient, dcBefore, within: tolerance, "\(set) dc")
}

private func checkAdam<Scalar: DispatchedScalar>(
  _ count: Int, _: Scalar.Type, within tolerance: Double, _ set: InstructionSet
) {
  var random = TestRandom(seed: UInt64(count))
  let weights = random.numbers(count, Scalar.self)
  // Gradients of all sizes, from 1e-6 to 1e3.
  let gradient = (0..<count).map { Scalar(random.number() * pow(10, Double($0 % 10) - 6)) }
  let first = gradient.map { $0 / 2 }
  let second = gradient.map { $0 * $0 / 3 }
  let step = AdamStep<Scalar>(
    learningRate: 0.01, firstDecay: 0.9, secondDecay: 0.999, epsilon: 1e-8, firstCorrection: 0.4,
    secondCorrection: 0.005, gradientScale: 0.5)
  let expected = (0..<count).map { index in
    let g = Double(gradient[index]) * Double(step.gradientScale)
    let m =
      Double(step.firstDecay) * Double(first[index]) + (1 - Double(step.firstDecay)) * g
    let v =
      Double(step.secondDecay) * Double(second[index]) + (1 - Double(step.secondDecay)) * g * g
    let spread = (v / Double(step.secondCorrection)).squareRoot() + Double(step.epsilon)
    return Double(weights[index])
      - Double(step.learningRate) * (m / Double(step.firstCorrection)) / spread
  }
  var (w, m, v) = (weights, first, second)
  Scalar.adam(step, &w, gradient, &m, &v, set)
  assertClose(w, expected, within: tolerance, "\(set) weight")
  assertClose(
    m, zip(first, gradient).map { 0.9 * Double($0) + 0.05 * Double($1) }, within: tolerance,
    "\(set) first moment")
}
