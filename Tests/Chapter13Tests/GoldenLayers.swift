import CourseTesting
import Cousins
import LSTMGates
import LinearAlgebra

/// What PyTorch and Keras computed of the layers of chapter 13; Tests/Peers/cousins.py wrote it, in
/// the book's shapes and order.
struct GoldenLayers: Decodable {
  struct Case: Decodable {
    let name: String
    private let values: [String: [[[Double]]]]

    private enum Key: String, CodingKey, CaseIterable {
      case name, parameters, inputs, hiddenGradients, hidden, gradients, inputGradients
    }

    init(from decoder: any Decoder) throws {
      let file = try decoder.container(keyedBy: Key.self)
      name = try file.decode(String.self, forKey: .name)
      values = Dictionary(
        uniqueKeysWithValues: try Key.allCases.dropFirst().map {
          ($0.rawValue, try file.decode([[[Double]]].self, forKey: $0))
        })
    }

    private func matrices(_ key: Key) -> [Matrix] {
      (values[key.rawValue] ?? []).map { Matrix($0) }
    }

    var parameters: [Matrix] { matrices(.parameters) }
    /// x(1) to x(T), and the factor of each hidden number in the loss.
    var inputs: [Matrix] { matrices(.inputs) }
    var hiddenGradients: [Matrix] { matrices(.hiddenGradients) }
    var hidden: [Matrix] { matrices(.hidden) }
    var gradients: [Matrix] { matrices(.gradients) }
    var inputGradients: [Matrix] { matrices(.inputGradients) }

    func gru(_ form: GRUForm) -> GRUCell {
      let listed = parameters
      return GRUCell(
        form: form, inputWeights: listed[0], recurrentWeights: listed[1], bias: listed[2],
        resetBias: form == .resetAfter ? listed[3] : nil)
    }

    /// The LSTM whose W, U and b begin at a place of the list.
    func lstm(at place: Int) -> LSTMCell {
      let listed = parameters
      return LSTMCell(
        inputWeights: listed[place], recurrentWeights: listed[place + 1], bias: listed[place + 2])
    }
  }

  private let cases: [Case]

  static func named(_ name: String) throws -> [Case] {
    let file: GoldenLayers = try Fixtures.decoded("cousins")
    return file.cases.filter { $0.name == name }
  }
}

extension ExerciseTestCase {
  /// Expects the states and gradients of a layer that another library computed.
  func expect(
    _ layer: some SequenceLayer, computes golden: GoldenLayers.Case, line: UInt = #line
  ) {
    let reading = layer.read(golden.inputs)
    expect(reading.hidden, "hidden states", equals: golden.hidden, within: 1e-9, line: line)
    expect(
      layer.gradients(reading, hiddenGradients: golden.hiddenGradients), "gradients",
      equals: SequenceGradients(parameters: golden.gradients, inputs: golden.inputGradients),
      within: 1e-8, line: line)
  }
}
