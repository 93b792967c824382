import Layers
import LinearAlgebra
import XCTest

/// Public Keras examples that read texts, on generated ones: sentiment, tags, and a story with a question.
final class TextExampleTests: XCTestCase {
  private var generator = SeededGenerator(seed: 1)

  private func below(_ bound: Int) -> Int { generator.integer(below: bound) }

  /// Reviews in which a good or a bad word stands among neutral ones, after a "not" (1) in half of them,
  /// so that no word by itself says more than a coin.
  private func reviews(_ count: Int) -> (words: [[Int]], isGood: [Int]) {
    var (reviews, labels): ([[Int]], [Int]) = ([], [])
    for _ in 0..<count {
      let (feeling, negated) = (below(2), below(2))
      let phrase = (negated == 1 ? [1] : []) + [2 + 5 * feeling + below(5)]
      let before = (0..<below(6)).map { _ in 12 + below(28) }
      reviews.append(before + phrase + (0..<1 + below(6)).map { _ in 12 + below(28) })
      labels.append(feeling ^ negated)
    }
    return (reviews, labels)
  }

  /// keras.io, "Bidirectional LSTM on IMDB". Keras 10 statements with its padding, here 7.
  func testBidirectionalSentiment() throws {
    let (xTrain, yTrain) = reviews(600)
    let (xTest, yTest) = reviews(200)

    let model = Sequential {
      Embedding(vocabularySize: 40, size: 16)
      Bidirectional(LSTM(16, returnSequences: true))
      Bidirectional(LSTM(16))
      Dense(1, activation: .sigmoid)
    }
    try model.compile(
      loss: .binaryCrossEntropy, optimizer: .adam(learningRate: 0.01), metrics: [.accuracy])
    try model.fit(xTrain, yTrain, epochs: 6, validation: .data(xTest, yTest))

    let (_, accuracy) = try model.evaluate(xTest, yTest)
    XCTAssertGreaterThan(accuracy, 0.95)
  }

  /// The example with which many meet LSTMs: one state for each text, and one probability.
  func testSentimentByTheLastState() throws {
    let (x, y) = reviews(4_000)
    let (xTest, yTest) = reviews(400)

    let model = Sequential {
      Embedding(vocabularySize: 5_000, size: 32, masksZero: true)
      LSTM(100)
      Dense(1, activation: .sigmoid)
    }
    try model.compile(loss: .binaryCrossEntropy, optimizer: .adam(), metrics: [.accuracy])
    try model.fit(x, y, epochs: 3, batchSize: 64)

    let (_, accuracy) = try model.evaluate(xTest, yTest)
    XCTAssertGreaterThan(accuracy, 0.9)
  }

  /// Names that stand after words of their kind, and may have a second part, which any name can be.
  private func sentences(_ count: Int) -> (words: [[Int]], tags: [[Int]]) {
    var (sentences, labels): ([[Int]], [[Int]]) = ([], [])
    for _ in 0..<count {
      var (words, tags): ([Int], [Int]) = ([], [])
      while words.count < 8 {
        let (kind, parts) = (below(3), 1 + below(2))
        if kind == 2 {
          (words, tags) = (words + [10 + below(20)], tags + [0])
        } else {
          words += [1 + 2 * kind + below(2)] + (0..<parts).map { _ in 30 + below(20) }
          tags += [0, 1 + 2 * kind] + (1..<parts).map { _ in 2 + 2 * kind }
        }
      }
      sentences.append(words)
      labels.append(tags)
    }
    return (sentences, labels)
  }

  /// Named entities by a bidirectional LSTM with a CRF (keras-contrib). Keras 14 statements with
  /// padding and one-hot targets, here 9.
  func testTagging() throws {
    let (xTrain, yTrain) = sentences(300)
    let (xTest, yTest) = sentences(50)

    let words = Input.symbols()
    let vectors = Embedding(vocabularySize: 50, size: 16)(words)
    let states = Bidirectional(LSTM(24, returnSequences: true))(vectors)
    let tags = CRF(5)(Dense(5)(states))
    let model = try Model(inputs: words, outputs: tags)
    try model.compile(loss: .crf, optimizer: .adam(learningRate: 0.02), metrics: [.accuracy])
    try model.fit(xTrain, yTrain, epochs: 6)
    let found = try model.predictTags(xTest)

    let right = zip(found.joined(), yTest.joined()).count { $0 == $1 }
    XCTAssertGreaterThan(Double(right), 0.97 * Double(yTest.joined().count))
    // Of names in first place a word by itself does not tell the kind.
    let names = zip(found.joined(), yTest.joined()).filter { $1 == 1 || $1 == 3 }
    XCTAssertGreaterThan(Double(names.count { $0 == $1 }), 0.95 * Double(names.count))
  }

  /// Who went where, several times, and the question where one of them is now.
  private func stories(_ count: Int) -> (stories: [[Int]], questions: [[Int]], answers: [Int]) {
    var (stories, questions, answers): ([[Int]], [[Int]], [Int]) = ([], [], [])
    for _ in 0..<count {
      var (story, places): ([Int], [Int: Int]) = ([], [:])
      for index in 0..<3 + below(3) {
        let (person, place) = (index < 3 ? 1 + index : 1 + below(3), 10 + below(4))
        places[person] = place
        story += [person, 5, place, 6]
      }
      let asked = 1 + below(3)
      stories.append(story)
      questions.append([7, asked])
      answers.append(places[asked]!)
    }
    return (stories, questions, answers)
  }

  /// keras.io, "babi_memnn": the story is a memory in which the question looks. Keras 26 statements, here 12.
  func testQuestionsToAMemory() throws {
    let (storiesTrain, questionsTrain, answersTrain) = stories(1000)
    let (storiesTest, questionsTest, answersTest) = stories(200)

    let story = Input.symbols(named: "story")
    let question = Input.symbols(named: "question")
    let embed = Embedding(vocabularySize: 14, size: 16)
    let memory = Bidirectional(GRU(16, returnSequences: true))(embed(story))
    let asked = GRU(32)(embed(question))
    let found = Attention()(query: asked, value: memory)
    let answer = Dense(14, activation: .softmax)(Concatenate()(found, asked))
    let model = try Model(inputs: [story, question], outputs: [answer])
    try model.compile(
      loss: .sparseCategoricalCrossEntropy, optimizer: .adam(learningRate: 0.01),
      metrics: [.accuracy])
    try model.fit((storiesTrain, questionsTrain), answersTrain, epochs: 15)
    let (_, accuracy) = try model.evaluate((storiesTest, questionsTest), answersTest)

    XCTAssertGreaterThan(accuracy, 0.9)  // Without the question a third of the stories are guessed.
  }
}
