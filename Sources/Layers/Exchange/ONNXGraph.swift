/// What an ONNX file holds: operators on named values, constants, and what goes in and comes out.
///
/// - Note: the messages and their fields are those of
///   https://github.com/onnx/onnx/blob/main/onnx/onnx.proto3. This writes opset 17, the first with
///   LayerNormalization, of the format's version 8.
struct ONNXGraph {
  /// The types of numbers, as the format counts them.
  enum Element: Int {
    case float = 1
    case int32 = 6
    case int64 = 7
  }

  enum Attribute {
    case int(Int)
    case ints([Int])
    case float(Float)
    case floats([Float])
    case string(String)
    case strings([String])
  }

  enum Axis: Equatable {
    case fixed(Int)
    /// An axis of any length; those of one name are equally long.
    case named(String)
  }

  fileprivate struct Port {
    let name: String
    let element: Element
    let axes: [Axis]
  }

  fileprivate struct Node {
    let name: String
    let type: String
    let inputs: [String]
    let outputs: [String]
    let attributes: [(String, Attribute)]
  }

  private var nodes: [Node] = []
  private var inputs: [Port] = []
  private var outputs: [Port] = []
  private var constants: [(name: String, element: Element, shape: [Int], data: [UInt8])] = []
  /// The bytes of all constants so far.
  private(set) var constantBytes = 0

  // MARK: Making

  mutating func addInput(_ name: String, _ element: Element, _ axes: [Axis]) {
    inputs.append(Port(name: name, element: element, axes: axes))
  }

  mutating func addOutput(_ name: String, _ axes: [Axis]) {
    outputs.append(Port(name: name, element: .float, axes: axes))
  }

  /// Adds a constant, and returns its name.
  mutating func add(_ name: String, _ shape: [Int], _ values: [Float]) -> String {
    addConstant(name, .float, shape, values.flatMap { $0.bitPattern.littleEndianBytes })
  }

  /// Adds a constant vector of integers, and returns its name.
  mutating func add(_ name: String, _ values: [Int]) -> String {
    addConstant(name, .int64, [values.count], values.flatMap { Int64($0).littleEndianBytes })
  }

  // The slash keeps names apart from those of inputs and outputs, which users give.
  private mutating func addConstant(
    _ text: String, _ element: Element, _ shape: [Int], _ data: [UInt8]
  ) -> String {
    let name = text.hasPrefix("/") ? text : "/" + text
    if constants.contains(where: { $0.name == name }) { return name }
    constants.append((name, element, shape, data))
    constantBytes += data.count
    return name
  }

  /// Adds an operator.
  ///
  /// - Parameters:
  ///   - inputs: an empty name stands for one that is left out.
  ///   - name: of its only output, or of several the beginning.
  /// - Returns: the name of its output.
  @discardableResult
  mutating func add(
    _ type: String, _ inputs: [String], _ name: String, outputs: [String]? = nil,
    _ attributes: [(String, Attribute)] = []
  ) -> String {
    var inputs = inputs
    while inputs.last == "" { inputs.removeLast() }
    nodes.append(
      Node(
        name: name, type: type, inputs: inputs, outputs: outputs ?? [name], attributes: attributes))
    return name
  }

  // MARK: Writing

  /// The file.
  func file() -> [UInt8] {
    var model = ProtocolBuffer()
    model.add(1, 8)
    model.add(2, "LearnLSTM")
    model.add(7, graph)
    model.add(8) { $0.add(2, 17) }
    return model.bytes
  }

  private var graph: ProtocolBuffer {
    var graph = ProtocolBuffer()
    for node in nodes { graph.add(1, node.message) }
    graph.add(2, "model")
    for constant in constants {
      graph.add(5) { tensor in
        for size in constant.shape { tensor.add(1, size) }
        tensor.add(2, constant.element.rawValue)
        tensor.add(8, constant.name)
        tensor.add(9, constant.data)
      }
    }
    for input in inputs { graph.add(11, input.message) }
    for output in outputs { graph.add(12, output.message) }
    return graph
  }
}

extension ONNXGraph.Node {
  fileprivate var message: ProtocolBuffer {
    var node = ProtocolBuffer()
    for input in inputs { node.add(1, input) }
    for output in outputs { node.add(2, output) }
    node.add(3, name)
    node.add(4, type)
    for (name, value) in attributes {
      node.add(5) { attribute in
        attribute.add(1, name)
        value.write(to: &attribute)
      }
    }
    return node
  }
}

extension ONNXGraph.Attribute {
  /// The value and, in field 20, its type.
  fileprivate func write(to attribute: inout ProtocolBuffer) {
    switch self {
    case .float(let value):
      attribute.add(2, value)
      attribute.add(20, 1)
    case .int(let value):
      attribute.add(3, value)
      attribute.add(20, 2)
    case .string(let value):
      attribute.add(4, value)
      attribute.add(20, 3)
    case .floats(let values):
      for value in values { attribute.add(7, value) }
      attribute.add(20, 6)
    case .ints(let values):
      for value in values { attribute.add(8, value) }
      attribute.add(20, 7)
    case .strings(let values):
      for value in values { attribute.add(9, value) }
      attribute.add(20, 8)
    }
  }
}

extension ONNXGraph.Port {
  fileprivate var message: ProtocolBuffer {
    var port = ProtocolBuffer()
    port.add(1, name)
    port.add(2) { type in
      type.add(1) { tensor in
        tensor.add(1, element.rawValue)
        tensor.add(2) { shape in
          for axis in axes {
            shape.add(1) { dimension in
              switch axis {
              case .fixed(let size): dimension.add(1, size)
              case .named(let name): dimension.add(2, name)
              }
            }
          }
        }
      }
    }
    return port
  }
}

extension FixedWidthInteger {
  fileprivate var littleEndianBytes: [UInt8] { withUnsafeBytes(of: littleEndian) { Array($0) } }
}
