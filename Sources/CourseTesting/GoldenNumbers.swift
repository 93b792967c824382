import LinearAlgebra

/// What another library computed, step by step, from weights and inputs that the file gives too.
/// Tests/Peers/fixtures.py wrote the files.
///
/// The weights are in that library's shapes and order: PyTorch's are transposed, and it has two
/// biases.
public struct GoldenNumbers: Decodable, Sendable {
  /// `pytorch` or `keras`.
  public let library: String
  /// The cells and sequences that it computed.
  public let cases: [Case]

  /// One cell and one sequence.
  public struct Case: Decodable, Sendable {
    /// What the case is called in the file.
    public let name: String
    /// The weights and the first bias, of that library's shapes.
    public let inputWeights, recurrentWeights, inputBias: Matrix
    /// PyTorch's second bias, of the first one's shape; nil for Keras.
    public let recurrentBias: Matrix?
    /// x(1), …, x(T), each batch × inputSize.
    public let inputs: [Matrix]
    /// h(0), batch × hiddenSize.
    public let initialHidden: Matrix
    /// c(0) of an LSTM, batch × hiddenSize; nil for a vanilla RNN.
    public let initialCell: Matrix?
    /// h(1), …, h(T), each batch × hiddenSize.
    public let hidden: [Matrix]
    /// c(1), …, c(T) of an LSTM, each batch × hiddenSize; empty for a vanilla RNN.
    public let cell: [Matrix]
  }
}

extension GoldenNumbers.Case {
  private enum Key: String, CodingKey {
    case name, inputWeights, recurrentWeights, inputBias, recurrentBias
    case inputs, initialHidden, initialCell, hidden, cell
  }

  /// Reads a case from JSON, each matrix as an array of rows.
  ///
  /// - Throws: `DecodingError` where the JSON is not of this form.
  public init(from decoder: any Decoder) throws {
    let file = try decoder.container(keyedBy: Key.self)
    func matrix(_ key: Key) throws -> Matrix {
      Matrix(try file.decode([[Double]].self, forKey: key))
    }
    func matrixIfPresent(_ key: Key) throws -> Matrix? {
      try file.decodeIfPresent([[Double]].self, forKey: key).map { Matrix($0) }
    }
    func sequence(_ key: Key) throws -> [Matrix] {
      try file.decodeIfPresent([[[Double]]].self, forKey: key)?.map { Matrix($0) } ?? []
    }
    name = try file.decode(String.self, forKey: .name)
    inputWeights = try matrix(.inputWeights)
    recurrentWeights = try matrix(.recurrentWeights)
    inputBias = try matrix(.inputBias)
    recurrentBias = try matrixIfPresent(.recurrentBias)
    inputs = try sequence(.inputs)
    initialHidden = try matrix(.initialHidden)
    initialCell = try matrixIfPresent(.initialCell)
    hidden = try sequence(.hidden)
    cell = try sequence(.cell)
  }
}
