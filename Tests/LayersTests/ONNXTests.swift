import Foundation
import XCTest

@testable import Layers

/// ONNX files as they are written, read back field by field. Whether ONNX Runtime gives the same
/// numbers with them is what Tests/Peers/exchange.py finds out.
final class ONNXTests: XCTestCase {
  /// With LEARNLSTM_EXCHANGE in the environment, writes all cases to that folder for exchange.py.
  func testCasesAreWritten() throws {
    let cases = try ExchangeCases.all()
    let environment = ProcessInfo.processInfo.environment
    if let folder = environment["LEARNLSTM_EXCHANGE"] {
      for one in cases { try one.write(to: folder) }
    }
    for one in cases {
      let bytes = try one.model.onnx(lengths: one.hasLengths)
      XCTAssertEqual(bytes, try one.model.onnx(lengths: one.hasLengths))
      let file = try ONNXFile(bytes)
      XCTAssertEqual(file.version, 8)
      XCTAssertEqual(file.opset, 17)
      // Every name that is read is given before, and only once.
      var names = Set(file.inputs.map(\.name) + file.constants.keys)
      XCTAssertEqual(names.count, file.inputs.count + file.constants.count)
      for node in file.nodes {
        for input in node.inputs where input != "" { XCTAssertTrue(names.contains(input), input) }
        for output in node.outputs { XCTAssertTrue(names.insert(output).inserted, output) }
      }
      for output in file.outputs { XCTAssertTrue(names.contains(output.name)) }
    }
  }

  func testAModelOfSymbols() throws {
    let model = Sequential(seed: 4) {
      Embedding(vocabularySize: 7, size: 2)
      LSTM(3)
      Dropout(0.5)
      Dense(1, activation: .sigmoid)
    }
    let file = try ONNXFile(Model(model).onnx(lengths: false))
    XCTAssertEqual(
      file.nodes.map(\.type),
      [
        "Gather", "Transpose", "LSTM", "Transpose", "Reshape", "MatMul", "Add", "Sigmoid",
        "Identity",
      ])
    XCTAssertEqual(
      file.inputs, [.init(name: "input_0", element: 7, axes: ["batch", "input_0_time"])])
    XCTAssertEqual(file.outputs, [.init(name: "output_0", element: 1, axes: ["batch", "1"])])
    let lstm = file.nodes[2]
    XCTAssertEqual(lstm.attributes, ["hidden_size": "3", "direction": "forward"])
    XCTAssertEqual(lstm.inputs.count, 4)

    let tensors = Dictionary(uniqueKeysWithValues: try model.tensors.map { ($0.name, $0) })
    XCTAssertEqual(
      file.constants["/0.embedding.weights"]?.floats, tensors["0.embedding.weights"]?.values)
    let weights = try XCTUnwrap(file.constants[lstm.inputs[1]])
    XCTAssertEqual(weights.shape, [1, 12, 2])
    // Row by row the columns of i, o, f and g; ours stand as i, f, g, o.
    let ours = tensors["1.lstm.inputWeights"]!.values
    var expected: [Float] = []
    for gate in [0, 3, 1, 2] {
      for unit in 0..<3 {
        for row in 0..<2 { expected.append(ours[row * 12 + gate * 3 + unit]) }
      }
    }
    XCTAssertEqual(weights.floats, expected)
    let bias = try XCTUnwrap(file.constants[lstm.inputs[3]])
    XCTAssertEqual(bias.shape, [1, 24])
    // The forget gate begins with 1; the second bias is none.
    XCTAssertEqual(
      bias.floats, [Float](repeating: 0, count: 6) + [1, 1, 1] + [Float](repeating: 0, count: 15))
  }

  func testLengthsAreAnInputWhereSomethingReadsThem() throws {
    let words = Input.symbols(named: "words")
    let embedded = Embedding(vocabularySize: 5, size: 2, masksZero: true)(words)
    let states = Bidirectional(GRU(2, returnSequences: true))(embedded)
    let file = try ONNXFile(Model(inputs: words, outputs: states).onnx(lengths: true))
    XCTAssertEqual(
      file.inputs,
      [
        .init(name: "words", element: 7, axes: ["batch", "words_time"]),
        .init(name: "words_lengths", element: 6, axes: ["batch"]),
      ])
    let gru = try XCTUnwrap(file.nodes.first { $0.type == "GRU" })
    XCTAssertEqual(gru.inputs[4], "words_lengths")
    XCTAssertEqual(
      gru.attributes,
      ["hidden_size": "2", "direction": "bidirectional", "linear_before_reset": "1"])

    let numbers = Input.sequence(features: 2)
    let dense = try Model(inputs: numbers, outputs: Dense(1)(numbers)).onnx(lengths: true)
    XCTAssertEqual(try ONNXFile(dense).inputs.count, 1)
  }

  func testALayerThatIsCalledTwiceHasItsWeightsOnce() throws {
    let (left, right) = (Input.sequence(features: 2), Input.sequence(features: 2))
    let read = SimpleRNN(3)
    let model = try Model(inputs: [left, right], outputs: [Add()(read(left), read(right))])
    let file = try ONNXFile(model.onnx(lengths: false))
    XCTAssertEqual(file.nodes.count { $0.type == "RNN" }, 2)
    XCTAssertEqual(file.constants.values.count { $0.element == 1 }, 3)
  }

  func testMessages() throws {
    func message(_ model: Model, lengths: Bool = false) -> String {
      do {
        _ = try model.onnx(lengths: lengths)
        return "no error"
      } catch { return error.message }
    }
    let words = Input.symbols(named: "words")
    let masked = LSTM(2)(Embedding(vocabularySize: 5, size: 2, masksZero: true)(words))
    XCTAssertEqual(
      message(try Model(inputs: words, outputs: masked)),
      "layer 0 (Embedding) masks padding, and ONNX knows lengths alone; write with lengths: true and "
        + "give each row's length, its padding behind it")
    let numbers = Input.sequence(features: 2, named: "numbers")
    let gaps = try Model(inputs: numbers, outputs: LSTM(2)(Masking()(numbers)))
    XCTAssertEqual(message(gaps).hasPrefix("layer 0 (Masking) masks padding"), true)
    XCTAssertEqual(message(gaps, lengths: true), "no error")
    let twins = [Input.vector(2, named: "x"), Input.vector(2, named: "x")]
    XCTAssertEqual(
      message(try Model(inputs: twins, outputs: [Add()(twins)])),
      "two inputs or outputs have the name x, which ONNX forbids; give each its own with named(_:)")
    XCTAssertThrowsError(
      try Sequential { Dense(2) }.writeONNX(to: NSTemporaryDirectory() + "none.onnx")
    ) { error in
      XCTAssertEqual(error as? ModelError, ModelError.unknownInputs)
    }
  }
}

// MARK: Reading

/// The fields of an ONNX file.
private struct ONNXFile {
  struct Port: Equatable {
    let name: String
    let element: Int
    let axes: [String]
  }

  struct Node {
    let type: String
    let inputs: [String]
    let outputs: [String]
    let attributes: [String: String]
  }

  struct Constant {
    let shape: [Int]
    let element: Int
    let data: [UInt8]

    var floats: [Float] {
      data.withUnsafeBytes { bytes in
        (0..<bytes.count / 4).map {
          Float(bitPattern: bytes.loadUnaligned(fromByteOffset: 4 * $0, as: UInt32.self))
        }
      }
    }
  }

  let version, opset: Int
  var nodes: [Node] = []
  var constants: [String: Constant] = [:]
  var inputs: [Port] = []
  var outputs: [Port] = []

  init(_ bytes: [UInt8]) throws {
    let model = Fields(bytes)
    version = model.number(1)
    opset = model.message(8).number(2)
    let graph = model.message(7)
    for node in graph.messages(1) {
      let attributes = node.messages(5).map { attribute in
        switch attribute.number(20) {
        case 2: (attribute.text(1), "\(attribute.number(3))")
        case 3: (attribute.text(1), attribute.text(4))
        case 7: (attribute.text(1), "\(attribute.numbers(8))")
        default: (attribute.text(1), "")
        }
      }
      nodes.append(
        Node(
          type: node.text(4), inputs: node.texts(1), outputs: node.texts(2),
          attributes: Dictionary(uniqueKeysWithValues: attributes)))
    }
    for constant in graph.messages(5) {
      let value = Constant(
        shape: constant.numbers(1), element: constant.number(2), data: constant.bytes(9))
      XCTAssertNil(constants.updateValue(value, forKey: constant.text(8)))
      XCTAssertEqual(
        value.shape.reduce(value.element == 7 ? 8 : 4, *), value.data.count, constant.text(8))
    }
    inputs = graph.messages(11).map(\.port)
    outputs = graph.messages(12).map(\.port)
  }
}

/// A protocol buffer's fields.
private struct Fields {
  private var numbers: [Int: [Int]] = [:]
  private var data: [Int: [[UInt8]]] = [:]

  init(_ bytes: [UInt8]) {
    var rest = bytes[...]
    func varint() -> Int {
      var (value, shift) = (0, 0)
      while let byte = rest.popFirst() {
        value |= Int(byte & 0x7F) << shift
        shift += 7
        if byte < 0x80 { break }
      }
      return value
    }
    while !rest.isEmpty {
      let key = varint()
      switch key & 7 {
      case 0: numbers[key >> 3, default: []].append(varint())
      case 2:
        let count = varint()
        data[key >> 3, default: []].append(Array(rest.prefix(count)))
        rest = rest.dropFirst(count)
      case 5: rest = rest.dropFirst(4)
      default:
        XCTFail("a field of type \(key & 7)")
        return
      }
    }
  }

  func numbers(_ field: Int) -> [Int] { numbers[field] ?? [] }
  func number(_ field: Int) -> Int { numbers(field).first ?? 0 }
  func bytes(_ field: Int) -> [UInt8] { data[field]?.first ?? [] }
  func texts(_ field: Int) -> [String] {
    (data[field] ?? []).map { String(decoding: $0, as: UTF8.self) }
  }
  func text(_ field: Int) -> String { texts(field).first ?? "" }
  func messages(_ field: Int) -> [Fields] { (data[field] ?? []).map { Fields($0) } }
  func message(_ field: Int) -> Fields { Fields(bytes(field)) }

  var port: ONNXFile.Port {
    let tensor = message(2).message(1)
    return ONNXFile.Port(
      name: text(1), element: tensor.number(1),
      axes: tensor.message(2).messages(1).map { $0.text(2) == "" ? "\($0.number(1))" : $0.text(2) })
  }
}
