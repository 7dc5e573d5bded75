/* A GPT: from tokens to the logits of the next one. Every number on the way is kept, so the page can show it. */

const Model = (function () {
  "use strict";

  return class Model {
    /** Takes a model out of the page's data. `configuration` is what config.json says about it. */
    constructor(configuration, stored) {
      const c = configuration;
      this.c = c;
      this.headSize = c.headSize ?? c.embedding / c.heads;
      this.weights = {};
      for (const [name, tensor] of Object.entries(stored.parameters)) this.weights[name] = Weights.numbers(tensor);
      this.memory = stored.memory ? new Memory(c, stored.memory) : null;
    }

    /** The input of the first block: what the token, its place and the tokens before it say. */
    embed(token, position, text) {
      const width = this.c.embedding;
      const row = (table, i) => this.weights[table].slice(i * width, (i + 1) * width);
      let x = row("token.weight", token);
      if (this.memory) this.memory.add(x, text);
      if (this.c.positions === "learned") x = Tensor.sum(x, row("position.weight", position));
      if (this.c.positions === "sinusoidal") {
        x = x.map((value, i) => {
          const angle = position / 10000 ** ((i - (i % 2)) / width);
          return value * Math.sqrt(width) + (i % 2 === 0 ? Math.sin(angle) : Math.cos(angle));
        });
      }
      return x;
    }

    /** The norm of this name. */
    norm(name, x) {
      const weight = this.weights[`${name}.weight`];
      return this.c.norm === "layer"
        ? Tensor.layerNorm(x, weight, this.weights[`${name}.bias`], this.c.normEpsilon)
        : Tensor.rmsNorm(x, weight, this.c.normEpsilon);
    }

    /** The linear map of this name. */
    linear(name, x) {
      return Tensor.linear(this.weights[`${name}.weight`], this.weights[`${name}.bias`], x);
    }

    /** One block for the last token of a text: x -> x. What it computes goes into the cache of this layer. */
    block(number, x, input, token, cache) {
      const name = `blocks.${number}`;
      const mix = this.weights[`${name}.mix`];
      if (mix) x = Tensor.mixed(x, mix[0], input, mix[1]);
      if (this.c.normPlacement === "after") {
        x = this.norm(`${name}.norm1`, Tensor.sum(x, this.attend(number, x, token, cache)));
        return this.norm(`${name}.norm2`, Tensor.sum(x, this.feedForward(`${name}.mlp`, x)));
      }
      x = Tensor.sum(x, this.attend(number, this.norm(`${name}.norm1`, x), token, cache));
      return Tensor.sum(x, this.feedForward(`${name}.mlp`, this.norm(`${name}.norm2`, x)));
    }

    /** Lets the last token gather from all tokens what it needs. */
    attend(number, x, token, cache) {
      const name = `blocks.${number}.attention`;
      const { heads, groups } = this.c;
      const size = this.headSize;
      const qkv = this.linear(`${name}.qkv`, x);
      if (this.c.qkNorm) this.normalizeHeads(name, qkv);
      if (this.c.positions === "rotary") this.rotate(qkv, heads + groups, cache.keys.length);
      const values = qkv.slice((heads + groups) * size);
      if (this.c.valueEmbeddings) {
        const table = this.weights[`values.${number}.weight`];
        for (let i = 0; i < values.length; i += 1) values[i] += table[token * values.length + i];
      }
      cache.queries.push(qkv.slice(0, heads * size));
      cache.keys.push(qkv.slice(heads * size, (heads + groups) * size));
      cache.values.push(values);
      const gathered = this.gather(cache);
      if (this.c.attentionGate) this.gateHeads(name, gathered, x);
      return this.linear(`${name}.output`, gathered);
    }

    /** Lets each head pass on only a part of what it has gathered. */
    gateHeads(name, gathered, x) {
      this.linear(`${name}.gate`, x).forEach((gate, head) => {
        const share = 1 / (1 + Math.exp(-gate));
        for (let i = head * this.headSize; i < (head + 1) * this.headSize; i += 1) gathered[i] *= share;
      });
    }

    /** Each head's mean of all values, weighted by how well their keys fit the last query. */
    gather(cache) {
      const { heads, groups } = this.c;
      const size = this.headSize;
      const query = cache.queries[cache.queries.length - 1];
      const result = new Float64Array(heads * size);
      const weights = [];
      for (let head = 0; head < heads; head += 1) {
        const first = Math.floor(head / (heads / groups)) * size;
        const scores = new Float32Array(cache.keys.length);
        for (let t = 0; t < scores.length; t += 1) {
          scores[t] = Tensor.dot(query, head * size, cache.keys[t], first, size) / Math.sqrt(size);
        }
        const shares = Tensor.softmax(scores);
        for (let t = 0; t < shares.length; t += 1) {
          const value = cache.values[t];
          for (let i = 0; i < size; i += 1) result[head * size + i] += shares[t] * value[first + i];
        }
        weights.push(shares);
      }
      cache.weights.push(weights);
      return result;
    }

    /** Brings the queries and keys of all heads to mean square 1 (QK-norm). */
    normalizeHeads(name, qkv) {
      const { heads, groups, normEpsilon } = this.c;
      for (let head = 0; head < heads + groups; head += 1) {
        const part = qkv.subarray(head * this.headSize, (head + 1) * this.headSize);
        const weight = this.weights[`${name}.${head < heads ? "query" : "key"}_norm.weight`];
        part.set(Tensor.rmsNorm(part, weight, normEpsilon));
      }
    }

    /** Turns pairs of channels of queries and keys by angles that grow with the position (rotary positions). */
    rotate(qkv, headCount, position) {
      const half = this.headSize / 2;
      const isHalves = this.c.rotaryLayout === "halves";
      for (let pair = 0; pair < half; pair += 1) {
        const angle = position * Math.exp((-Math.log(this.c.rotaryBase) * 2 * pair) / this.headSize);
        const [cosine, sine] = [Math.fround(Math.cos(angle)), Math.fround(Math.sin(angle))];
        for (let head = 0; head < headCount; head += 1) {
          const i = head * this.headSize + (isHalves ? pair : 2 * pair);
          const j = i + (isHalves ? half : 1);
          const [a, b] = [qkv[i], qkv[j]];
          qkv[i] = a * cosine - b * sine;
          qkv[j] = a * sine + b * cosine;
        }
      }
    }

    /** Two linear maps with a function between them; the third map, if there is one, is a gate. */
    feedForward(name, x) {
      const activation = Tensor.activations[this.c.activation];
      const up = this.linear(`${name}.up`, x);
      const gate = this.c.gated ? this.linear(`${name}.gate`, x) : null;
      for (let i = 0; i < up.length; i += 1) up[i] = gate ? activation(gate[i]) * up[i] : activation(up[i]);
      return this.linear(`${name}.down`, up);
    }

    /** The logits of all tokens, from the residual stream after any block. */
    logits(x) {
      const cap = this.c.softCap;
      const logits = Tensor.linear(this.weights[this.c.tied ? "token.weight" : "head.weight"], null, this.norm("norm", x));
      return cap > 0 ? logits.map((value) => cap * Math.tanh(value / cap)) : logits;
    }
  };
})();
