import CourseTesting

/// What PyTorch's embedding and its automatic gradients make of three small models;
/// Tests/Peers/word_vectors.py computed it.
struct Golden: Decodable {
  let embeddings: [Embedding]
  let skipGrams: [SkipGramCase]
  let gloVes: [GloVeCase]

  struct Embedding: Decodable {
    let symbols: [Int]
    let outputGradient, gradient: [[Double]]
  }

  struct SkipGramCase: Decodable {
    let words, contexts: [[Double]]
    let centres, neighbours: [Int]
    let negatives: [[Int]]
    let loss: Double
    let wordGradient, contextGradient: [[Double]]
  }

  struct GloVeCase: Decodable {
    let words, contexts: [[Double]]
    let wordBias, contextBias: [Double]
    let counts: [[Double]]
    let gradients: [[[Double]]]
  }

  static func read() throws -> Golden { try Fixtures.decoded("pytorch-word-vectors") }
}
