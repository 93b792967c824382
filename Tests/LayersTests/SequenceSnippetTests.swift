import Foundation
import Layers
import LinearAlgebra
import XCTest

/// The snippets of the article on losses of whole sequences, on generated data.
final class SequenceSnippetTests: XCTestCase {
  private var generator = SeededGenerator(seed: 1)

  private func below(_ bound: Int) -> Int { generator.integer(below: bound) }

  func testLabelsWithoutTimes() throws {
    var (sounds, texts): ([[[Double]]], [[Int]]) = ([], [])
    for _ in 0..<200 {
      let labels = (0..<1 + below(3)).map { _ in 1 + below(3) }
      texts.append(labels)
      sounds.append(
        labels.flatMap { label in
          (0..<3).map { step in (1...3).map { $0 == label && step < 2 ? 1 : 0 } }
        })
    }
    let sound = Input.sequence(features: 3)
    let states = Bidirectional(GRU(16, returnSequences: true))(sound)
    let spoken = Dense(4, activation: .softmax)(states)

    let model = try Model(inputs: sound, outputs: spoken)
    try model.compile(
      loss: .ctc(), optimizer: .adam(learningRate: 0.02), metrics: [.labelErrorRate])
    let history = try model.fit(sounds, texts, epochs: 20)
    let heard = try model.predictLabels(sounds)
    XCTAssertLessThan(history["label_error_rate"].last!, 0.02)
    XCTAssertGreaterThan(zip(heard, texts).count { $0 == $1 }, 195)

    let better = try model.predictLabels(sounds, decoding: .beam(width: 20))
    XCTAssertGreaterThan(zip(better, texts).count { $0 == $1 }, 195)

    let logits = try model.predictSequences(sounds)[0].map { $0.map { log($0) } }
    let found = try CTC.beamSearch(logits, width: 20, count: 3)
    XCTAssertEqual(found.count, 3)
    XCTAssertEqual(found[0].labels, texts[0])
    let certain = try CTC.logProbability(of: texts[0], logits)
    XCTAssertEqual(certain, found[0].logProbability, accuracy: 1e-6)
  }

  /// A name is one word or two: 10 and more, of which the second is also found outside of names.
  func testTagsThatFollowEachOther() throws {
    var (sentences, labels): ([[Int]], [[Int]]) = ([], [])
    for _ in 0..<200 {
      var (words, tags): ([Int], [Int]) = ([], [])
      while words.count < 6 {
        switch below(4) {
        case 0: (words, tags) = (words + [10 + below(5), 1 + below(9)], tags + [1, 2])
        case 1: (words, tags) = (words + [20 + below(5)], tags + [1])
        default: (words, tags) = (words + [1 + below(9)], tags + [0])
        }
      }
      sentences.append(words)
      labels.append(tags)
    }
    let words = Input.symbols()
    let vectors = Embedding(vocabularySize: 100, size: 8, masksZero: true)(words)
    let read = Bidirectional(LSTM(16, returnSequences: true))(vectors)
    let tags = CRF(3)(Dense(3)(read))

    let tagger = try Model(inputs: words, outputs: tags)
    try tagger.compile(
      loss: .crf, optimizer: .adam(learningRate: 0.02), metrics: [.accuracy])
    let history = try tagger.fit(sentences, labels, epochs: 10)
    let likely = try tagger.predictTags(sentences)
    XCTAssertGreaterThan(history["accuracy"].last!, 0.99)
    XCTAssertEqual(likely.map(\.count), sentences.map(\.count))

    var chain = try tagger.linearChain()
    chain.transitions[0][2] = -.infinity
    chain.start[2] = -.infinity
    let emissions = try tagger.predictSequences(sentences)
    let lawful = try emissions.map { try chain.bestTags($0).tags }
    for tags in lawful {
      XCTAssertFalse(zip([0] + tags, tags).contains { $0 == (0, 2) })
    }
    let right = zip(lawful.joined(), labels.joined()).count { $0 == $1 }
    XCTAssertGreaterThan(Double(right), 0.99 * Double(labels.joined().count))
  }

  /// Where is the largest word? It may stand there twice.
  func testPointing() throws {
    let sentences = (0..<200).map { _ in (0..<3 + below(5)).map { _ in 1 + below(9) } }
    let places = sentences.map { words in words.indices.filter { words[$0] == words.max()! } }
    let text = Input.symbols()
    let embedded = Embedding(vocabularySize: 100, size: 8)(text)
    let memory = Bidirectional(GRU(16, returnSequences: true))(embedded)
    let score = Dense(1)(memory)

    let pointer = try Model(inputs: text, outputs: score)
    try pointer.compile(
      loss: .pointer, optimizer: .adam(learningRate: 0.02), metrics: [.accuracy])
    let history = try pointer.fit(sentences, places, epochs: 10)
    XCTAssertGreaterThan(history["accuracy"].last!, 0.95)

    let firstPlaces = sentences.map { words in words.map { words.firstIndex(of: $0)! } }
    let (_, pointing) = Attention().withWeights(
      query: Dense(16)(memory), value: memory, key: Dense(16)(memory))
    let copier = try Model(inputs: text, outputs: pointing)
    try copier.compile(
      loss: .pointer, optimizer: .adam(learningRate: 0.02), metrics: [.accuracy])
    let copied = try copier.fit(sentences, firstPlaces, epochs: 10)
    XCTAssertGreaterThan(copied["accuracy"].last!, 0.9)
  }
}
