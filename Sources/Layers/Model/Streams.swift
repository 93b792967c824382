// Measuring and predicting by streams of batches, which are looked at one after the other.

extension Sequential {
  /// How well the model does on a stream of batches together, as `evaluate` tells it of arrays.
  ///
  /// - Parameters:
  ///   - batches: of any sizes; each is padded to its longest sequence.
  ///   - threads: nil for as many as the system has processors.
  /// - Throws: as with arrays; each batch is looked at before it is measured, and named, counted from 0.
  public func evaluate(_ batches: some Sequence<Batch>, threads: Int? = nil) throws -> Scores {
    try scores(onStream: batches, threads)
  }

  /// What the model gives for each example of a stream of batches, whose targets are not looked at.
  ///
  ///     try model.predict(files.lazy.map { Batch(inputs: read($0)) })
  ///
  /// - Throws: as with arrays; each batch is looked at before its own turn, and named, counted from 0.
  public func predict(_ batches: some Sequence<Batch>, threads: Int? = nil) throws -> [[Float]] {
    try vectors(onStream: batches, threads)
  }

  /// What the model gives for each time step of each example of a stream of batches.
  ///
  /// - Throws: as with arrays; each batch is looked at before its own turn, and named, counted from 0.
  public func predictSequences(
    _ batches: some Sequence<Batch>, threads: Int? = nil
  ) throws -> [[[Float]]] {
    try sequences(onStream: batches, threads).first ?? []
  }
}

extension Model {
  /// How well the model does on a stream of batches together, as `evaluate` tells it of arrays.
  ///
  /// - Parameters:
  ///   - batches: of any sizes; each is padded to its longest sequences.
  ///   - threads: nil for as many as the system has processors.
  /// - Throws: as with arrays; each batch is looked at before it is measured, and named, counted from 0.
  public func evaluate(_ batches: some Sequence<Batch>, threads: Int? = nil) throws -> Scores {
    try scores(onStream: batches, threads)
  }

  /// What the model's only output gives for each example of a stream of batches, whose targets are not
  /// looked at.
  ///
  ///     try model.predict(files.lazy.map { Batch(inputs: (questions($0), stories($0))) })
  ///
  /// - Throws: as with arrays; each batch is looked at before its own turn, and named, counted from 0.
  public func predict(_ batches: some Sequence<Batch>, threads: Int? = nil) throws -> [[Float]] {
    try checkOutputs()
    return try vectors(onStream: batches, threads)
  }

  /// What the model's only output gives for each time step of each example of a stream of batches.
  ///
  /// - Throws: as with arrays; each batch is looked at before its own turn, and named, counted from 0.
  public func predictSequences(
    _ batches: some Sequence<Batch>, threads: Int? = nil
  ) throws -> [[[Float]]] {
    try checkOutputs()
    return try sequences(onStream: batches, threads).first ?? []
  }

  /// What the model gives for each example of a stream of batches by each of its outputs.
  ///
  /// - Throws: as with arrays; each batch is looked at before its own turn, and named, counted from 0.
  public func predictAll(
    _ batches: some Sequence<Batch>, threads: Int? = nil
  ) throws -> [Prediction] {
    let sequences = try sequences(onStream: batches, threads)
    return graph.outputs.indices.map {
      Prediction(name: graph.outputName($0), sequences: sequences.isEmpty ? [] : sequences[$0])
    }
  }
}

// MARK: Both kinds of model

extension SetUpModel {
  fileprivate func scores(
    onStream batches: some Sequence<Batch>, _ threads: Int?
  ) throws -> Scores {
    let setup = try compiled()
    var scoring: Scoring?
    try forEachBatch(of: batches) { batch throws(ModelError) in
      try data(batch, setup)
    } use: { data throws(ModelError) in
      let rows = 0..<data.count
      var running =
        if let scoring { scoring } else {
          try Scoring(trainedGraph, setup, longest: data.longest(rows), threads: threads)
        }
      running.add(data.window(rows))
      scoring = running
    }
    guard let scoring else { throw ModelError("there are no batches to evaluate on") }
    return Scores(
      names: setup.figureNames { trainedGraph.graph.outputName($0) }, values: try scoring.figures)
  }

  fileprivate func vectors(
    onStream batches: some Sequence<Batch>, _ threads: Int?
  ) throws -> [[Float]] {
    let outputs = try sequences(onStream: batches, threads).first ?? []
    if !outputs.isEmpty, trainedGraph.network.outputShapes[0].steps != nil {
      throw ModelError.givesSequences
    }
    return outputs.map { $0[0] }
  }

  /// For each output what it gives for each example's time steps; nothing where there are no batches.
  fileprivate func sequences(
    onStream batches: some Sequence<Batch>, _ threads: Int?
  ) throws -> [[[[Float]]]] {
    var runner: GraphRunner?
    var result: [[[[Float]]]] = []
    try forEachBatch(of: batches) { batch throws(ModelError) in
      try inputData(batch)
    } use: { data throws(ModelError) in
      let graph = trainedGraph
      let running = if let runner { runner } else { try graph.runner(of: data, threads) }
      runner = running
      let outputs = try graph.sequences(
        data, batchSize: data.count, threads: threads, runner: running)
      if result.isEmpty { result = outputs.map { _ in [] } }
      for (index, output) in outputs.enumerated() { result[index] += output }
    }
    return result
  }

  private func forEachBatch(
    of batches: some Sequence<Batch>, check: (Batch) throws(ModelError) -> GraphData,
    use: (GraphData) throws(ModelError) -> Void
  ) throws(ModelError) {
    var iterator = batches.makeIterator()
    var number = 0
    while let batch = iterator.next() {
      do throws(ModelError) {
        let data = try check(batch)
        if data.count == 0 { throw ModelError("there are no examples") }
        try use(data)
      } catch { throw ModelError("batch \(number) of the stream: \(error.message)") }
      number += 1
    }
  }
}

extension ModelError {
  /// Of a model that is asked for vectors.
  static let givesSequences = ModelError(
    "the model gives a vector for each time step; call predictSequences, or give its last "
      + "recurrent layer returnSequences: false")
}
