import CourseTesting
import Foundation
import LinearAlgebra
import XCTest

@testable import Layers

/// The recurrent layers in single precision against whole sequences that PyTorch and Keras
/// computed in double: states and gradients, to 1e-4. Tests/Peers/fixtures.py made the numbers.
final class GoldenNumbersTests: XCTestCase {
  func testLSTMAgreesWithPyTorch() throws {
    try check("pytorch-lstm") { lstm($0, $1, &$2) }
  }

  func testLSTMAgreesWithKeras() throws {
    try check("keras-lstm") { lstm($0, $1, &$2) }
  }

  func testSimpleRNNAgreesWithPyTorch() throws {
    try check("pytorch-rnn") { simpleRNN($0, $1, &$2) }
  }

  func testSimpleRNNAgreesWithKeras() throws {
    try check("keras-rnn") { simpleRNN($0, $1, &$2) }
  }

  private typealias Make = (Int, Int, inout ParameterLayout) -> any LayerCode<Float>

  private func lstm(
    _ inputSize: Int, _ units: Int, _ layout: inout ParameterLayout
  ) -> any LayerCode<Float> {
    LSTMCode<Float>(LSTM(units), inputSize: inputSize, name: "lstm", layout: &layout)
  }

  private func simpleRNN(
    _ inputSize: Int, _ units: Int, _ layout: inout ParameterLayout
  ) -> any LayerCode<Float> {
    SimpleRNNCode<Float>(SimpleRNN(units), inputSize: inputSize, name: "rnn", layout: &layout)
  }

  private func check(_ name: String, _ make: Make) throws {
    let fixture: GoldenSequences = try Fixtures.decoded(name)
    XCTAssertGreaterThanOrEqual(fixture.cases.count, 12)
    for golden in fixture.cases {
      var layout = ParameterLayout()
      let rows = golden.initialHidden.count
      let (inputSize, units) = (golden.inputs[0][0].count, golden.initialHidden[0].count)
      let code = make(inputSize, units, &layout)
      let run = run(code, layout, golden, rows: rows, inputSize: inputSize, units: units)
      expect(run.output, golden.hidden.flatMap { $0.joined() }, "\(name), \(golden.name): states")
      expect(
        run.inputGradient, golden.gradients.inputs.flatMap { $0.joined() },
        "\(name), \(golden.name): gradients of the inputs")
      let expected = golden.parameters(
        golden.gradients.inputWeights, golden.gradients.recurrentWeights,
        golden.gradients.inputBias, nil)
      for (slot, numbers) in zip(layout.slots, expected) {
        let yours = run.gradients.values[slot.offset..<slot.offset + slot.count]
        expect(Array(yours), numbers, "\(name), \(golden.name): gradient of \(slot.name)")
      }
    }
  }

  private func run(
    _ code: any LayerCode<Float>, _ layout: ParameterLayout, _ golden: GoldenSequences.Case,
    rows: Int, inputSize: Int, units: Int
  ) -> (output: [Float], inputGradient: [Float], gradients: Buffer<Float>) {
    let time = golden.inputs.count
    func buffer(_ numbers: [Double]) -> Buffer<Float> {
      let result = Buffer<Float>(count: numbers.count)
      for (index, number) in numbers.enumerated() { result.values[index] = Float(number) }
      return result
    }
    let parameters = Buffer<Float>(count: layout.count)
    let weights = golden.parameters(
      golden.inputWeights, golden.recurrentWeights, golden.inputBias, golden.recurrentBias)
    for (slot, numbers) in zip(layout.slots, weights) {
      for (index, number) in numbers.enumerated() {
        parameters.values[slot.offset + index] = Float(number)
      }
    }
    let gradients = Buffer<Float>(count: layout.count)
    let input = buffer(golden.inputs.flatMap { $0.joined() })
    let output = Buffer<Float>(count: time * rows * units)
    let inputGradient = Buffer<Float>(count: input.count)
    let outputGradient = buffer(golden.outputWeights.flatMap { $0.joined() })
    let state = buffer(
      golden.initialHidden.flatMap { $0 } + (golden.initialCell ?? []).flatMap { $0 })
    let scratch = Buffer<Float>(count: code.scratchCount(rows: rows, time: time))
    let symbols = [Int32](repeating: 0, count: 1)
    let packed = code.makePacked()
    code.pack(parameters.base, into: packed)
    symbols.withUnsafeBufferPointer { symbols in
      let pass = LayerPass(
        rows: rows, time: time, parameters: UnsafePointer(parameters.base), packed: packed,
        gradients: gradients.base, symbols: symbols.baseAddress!,
        input: UnsafePointer(input.base), output: output.base,
        inputGradient: inputGradient.base, outputGradient: UnsafePointer(outputGradient.base),
        state: state.base, scratch: scratch.base)
      code.forward(pass)
      code.backward(pass)
    }
    return (Array(output.values), Array(inputGradient.values), gradients)
  }

  private func expect(_ yours: [Float], _ expected: [Double], _ what: String) {
    XCTAssertEqual(yours.count, expected.count, what)
    let worst = zip(yours, expected).map { abs(Double($0) - $1) / max(1, abs($1)) }
    XCTAssertTrue(worst.allSatisfy { $0 <= 1e-4 }, "\(what): off by \(worst.max() ?? 0)")
  }
}

/// What the files of sequences hold, in the library's layout.
private struct GoldenSequences: Decodable {
  let cases: [Case]

  struct Case: Decodable {
    let name: String
    let inputWeights, recurrentWeights, inputBias: [[Double]]
    /// PyTorch alone has a second bias; it also keeps its matrices transposed.
    let recurrentBias: [[Double]]?
    let inputs, outputWeights, hidden: [[[Double]]]
    let initialHidden: [[Double]]
    let initialCell: [[Double]]?
    let gradients: Gradients

    /// W, U and b in this library's layout, row by row.
    func parameters(
      _ input: [[Double]], _ recurrent: [[Double]], _ bias: [[Double]],
      _ secondBias: [[Double]]?
    ) -> [[Double]] {
      func matrix(_ rows: [[Double]]) -> [Double] {
        recurrentBias == nil ? Matrix(rows).values : Matrix(rows).transposed.values
      }
      let second = secondBias?[0] ?? bias[0].map { _ in 0 }
      return [matrix(input), matrix(recurrent), zip(bias[0], second).map { $0 + $1 }]
    }
  }

  struct Gradients: Decodable {
    let inputs: [[[Double]]]
    let inputWeights, recurrentWeights, inputBias: [[Double]]
  }
}
