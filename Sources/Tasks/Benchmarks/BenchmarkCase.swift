import Course
import Foundation
import Kernels
import Layers
import LinearAlgebra

/// One model and one way to run it, whose speed is measured: an `Embedding` of 64, LSTMs, and a
/// `Dense` layer that predicts the next symbol.
package struct BenchmarkCase: Equatable, Sendable {
  package enum Task: String, Codable, Sendable {
    /// Forward, backward, clipping by the global norm and Adam, with the state carried on.
    case train
    /// One symbol after the other: the model reads what it wrote.
    case generate
    /// Trains two directions over sentences of 5 to 60 symbols, 20 on average, to give each a label.
    case read
  }

  package var task = Task.train
  package var hidden = 128
  package var layers = 1
  package var batch = 32
  package var length = 64
  package var vocabulary = 96
  package var threads = 2
  /// Of each weight that writing multiplies by.
  package var bits = 32

  /// The first case of the README's table.
  package static let first = BenchmarkCase()

  private static let embedding = 64

  /// The model that reads sentences.
  private var reader: Sequential {
    Sequential(seed: 1) {
      Embedding(vocabularySize: vocabulary, size: Self.embedding)
      Bidirectional(LSTM(hidden))
      Dense(1, activation: .sigmoid)
    }
  }

  private var model: Sequential {
    let lstm = Layer.lstm(LSTM(hidden, returnSequences: true, stateful: true))
    let all: [Layer] =
      [.embedding(Embedding(vocabularySize: vocabulary, size: Self.embedding))]
      + Array(repeating: lstm, count: layers) + [.dense(Dense(vocabulary))]
    return Sequential(layers: all, seed: 1)
  }

  /// Additions and multiplications of the matrix products for one token. Training takes three times
  /// those of the way forward: the products of each layer appear once more for the gradient of its
  /// input and once for that of its weights. An embedding only looks up, and of its vectors' products
  /// with the first LSTM's weights only those are counted that are computed.
  package var operationsPerToken: Double {
    if task == .read { return 3 * 2 * 2 * Double((Self.embedding + hidden) * 4 * hidden) }
    let firstInputs = Double(Self.embedding * 4 * hidden) * projectedShare
    // Every LSTM's U, and W of all but the first.
    let recurrent = Double((2 * layers - 1) * hidden * 4 * hidden)
    let forward = 2 * (firstInputs + recurrent + Double(hidden * vocabulary))
    return task == .train ? 3 * forward : forward
  }

  /// For how many of the tokens the first LSTM multiplies an input: each distinct symbol counts once
  /// among those that one thread reads at a time. Writing looks all products up.
  private var projectedShare: Double {
    if task == .generate { return 0 }
    let read = Double(min(batch, Trainer.rowsAtOnce) * length)
    let distinct = Double(vocabulary) * (1 - pow(1 - 1 / Double(vocabulary), read))
    return distinct > read / 2 ? 1 : distinct / read
  }
}

/// How fast a case ran. The keys are those of `course bench --json`.
package struct BenchmarkResult: Codable, Equatable, Sendable {
  package let task: BenchmarkCase.Task
  package let hidden, layers, batch, length, vocabulary, threads, bits: Int
  package let tokensPerSecond: Double
  /// The share of what the micro-kernel reached on as many threads in the same run.
  package let peakFraction: Double
  /// The largest memory that the process had.
  package let peakBytes: Int
}

extension BenchmarkCase {
  /// Runs the case for about `seconds`, in this process.
  package func measured(seconds: Double) -> BenchmarkResult {
    let peakBefore = peakRate(threads: threads, seconds: seconds / 10)
    let rate =
      switch task {
      case .train: trainingRate(seconds)
      case .generate: generationRate(seconds)
      case .read: readingRate(seconds)
      }
    // The clock of a processor may change under load, so the peak is measured on both sides.
    let peak = max(peakBefore, peakRate(threads: threads, seconds: seconds / 10))
    return BenchmarkResult(
      task: task, hidden: hidden, layers: layers, batch: batch, length: length,
      vocabulary: vocabulary, threads: threads, bits: bits, tokensPerSecond: rate,
      peakFraction: rate * operationsPerToken / peak, peakBytes: peakMemory())
  }

  /// Tokens a second: the median over the steps, so that a moment in which something else ran does
  /// not count.
  private func trainingRate(_ seconds: Double) -> Double {
    let trainer = unfailing {
      try Trainer(
        model: model, rows: batch, length: length, optimizer: Adam(), clipNorm: 5, threads: threads)
    }
    var generator = SeededGenerator(seed: 2)
    let count = batch * (length + 1)
    let symbols = (0..<count).map { _ in Int32(generator.integer(below: vocabulary)) }
    let (inputs, targets) = (Array(symbols.dropLast(batch)), Array(symbols.dropFirst(batch)))
    func step() {
      _ = unfailing { try trainer.step(inputs: inputs, targets: targets, time: length) }
    }
    for _ in 0..<2 { step() }
    return Double(batch * length) / medianDuration(for: seconds, step)
  }

  /// Symbols of sentences a second, padding not counted: the median over epochs of sixteen batches.
  private func readingRate(_ seconds: Double) -> Double {
    var generator = SeededGenerator(seed: 2)
    var symbols = 0
    let batches = (0..<16).map { _ in
      let sentences = (0..<batch).map { _ in sentence(using: &generator) }
      symbols += sentences.reduce(0) { $0 + $1.count }
      return Batch(sentences, sentences.map { _ in generator.integer(below: 2) })
    }
    let model = reader
    return unfailing {
      try model.compile(loss: .binaryCrossEntropy, optimizer: .adam(clipping: .norm(5)))
      return Double(symbols)
        / (try medianDuration(for: seconds) {
          _ = try model.fit(batches, threads: threads)
        })
    }
  }

  /// A length from 5 to 60 that is 20 on average, and so many symbols.
  private func sentence(using generator: inout SeededGenerator) -> [Int] {
    let length = 5 + Int(55.999 * pow(generator.uniform(), 8 / 3))
    return (0..<length).map { _ in 1 + generator.integer(below: vocabulary - 1) }
  }

  private func generationRate(_ seconds: Double) -> Double {
    let predictor = unfailing {
      try Predictor(model: model, weights: bits == 8 ? .eightBits : .single)
    }
    var symbol = 0
    // A clock costs as much as a small model's symbol, so it is read once for 64 of them.
    let symbolsAtOnce = 64
    return Double(symbolsAtOnce)
      / medianDuration(for: seconds) {
        for _ in 0..<symbolsAtOnce { symbol = predictor.mostProbable(after: symbol) }
      }
  }
}

/// Runs work again and again for some seconds, at least three times; the median of its times, in
/// seconds.
private func medianDuration(
  for seconds: Double, _ work: () throws -> Void
) rethrows -> Double {
  let clock = ContinuousClock()
  let end = clock.now + .seconds(seconds)
  var times: [Double] = []
  while times.count < 3 || clock.now < end { times.append(try clock.measure(work) / .seconds(1)) }
  return times.sorted()[times.count / 2]
}

/// What the single-precision micro-kernel reaches when so many threads run nothing else, in
/// operations a second.
private func peakRate(threads: Int, seconds: Double) -> Double {
  let repetitions = 20_000
  let operations = Double(threads * runMicroKernel(repetitions: repetitions))
  let duration = medianDuration(for: seconds) {
    DispatchQueue.concurrentPerform(iterations: threads) { _ in
      _ = runMicroKernel(repetitions: repetitions)
    }
  }
  return operations / duration
}

/// The most memory that this process has had at a time, in bytes.
private func peakMemory() -> Int {
  var usage = rusage()
  #if canImport(Darwin)
    getrusage(RUSAGE_SELF, &usage)
    return usage.ru_maxrss
  #else
    getrusage(__rusage_who_t(RUSAGE_SELF.rawValue), &usage)
    return usage.ru_maxrss * 1024
  #endif
}
