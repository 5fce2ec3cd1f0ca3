// SPDX-License-Identifier: MIT
#include "support/digest_gate.hpp"

#include "latch/base/hash.hpp"

#include <regex>

namespace latch::test {

namespace {

using Parameters = std::map<std::string, std::string>;

Parameters parameters_of(const std::string& authorization) {
    static const std::regex pair(R"rx((\w+)=(?:"([^"]*)"|([^,\s]*)))rx");
    Parameters parameters;
    for (std::sregex_iterator each(authorization.begin(), authorization.end(), pair), end;
         each != end;
         ++each) {
        parameters[(*each)[1]] = (*each)[2].matched ? (*each)[2].str() : (*each)[3].str();
    }
    return parameters;
}

std::string hash(const std::string& algorithm, const std::string& text) {
    using base::HashFunction;
    const auto function = algorithm.starts_with("SHA-512-256") ? HashFunction::sha512_256
                          : algorithm == "SHA-512"             ? HashFunction::sha512
                          : algorithm.starts_with("SHA-256")   ? HashFunction::sha256
                          : algorithm == "SHA"                 ? HashFunction::sha1
                                                               : HashFunction::md5;
    return base::hash_hex(function, text);
}

std::string expected(const GateOptions& options, Parameters& given, const Request& request) {
    const auto h = [&](const std::string& text) { return hash(options.algorithm, text); };
    std::string key = h("bob:a, \"realm\":s3:cret");
    if (options.algorithm.ends_with("-sess")) {
        key = h(key + ':' + given["nonce"] + ':' + given["cnonce"]);
    }
    std::string what = request.method + ':' + request.target;
    if (given["qop"] == "auth-int") {
        what += ':' + h(request.body);
    }
    if (options.qop.empty()) {
        return h(key + ':' + given["nonce"] + ':' + h(what));
    }
    return h(
        key + ':' + given["nonce"] + ':' + given["nc"] + ':' + given["cnonce"] + ':' +
        given["qop"] + ':' + h(what)
    );
}

} // namespace

Response DigestGate::answer(const Request& request) {
    const Verdict verdict = judge(request);
    if (verdict == Verdict::good) {
        return reply("welcome");
    }
    std::string nonce = "nonce" + std::to_string(++given_);
    std::string challenge = R"(Basic realm="x", Digest realm="a, \"realm\"", nonce=")" + nonce +
                            R"(", opaque="o,p", stale=)" +
                            (verdict == Verdict::stale ? "true" : "false");
    challenge += options_.algorithm.empty() ? "" : ", algorithm=" + options_.algorithm;
    challenge += options_.qop.empty() ? "" : ", qop=\"" + options_.qop + '"';
    nonces_.emplace(std::move(nonce), std::map<std::string, bool>());
    Response response = reply("who is there?");
    response.status = 401;
    response.headers.emplace_back("WWW-Authenticate", "Negotiate");
    response.headers.emplace_back("WWW-Authenticate", challenge);
    return response;
}

DigestGate::Verdict DigestGate::judge(const Request& request) {
    const std::string authorization = request.header("Authorization").value_or("");
    if (!authorization.starts_with("Digest ")) {
        return Verdict::bad;
    }
    Parameters given = parameters_of(authorization);
    const bool is_bob = given["username"] == "bob" && given["uri"] == request.target &&
                        given["opaque"] == "o,p" &&
                        given["response"] == expected(options_, given, request);
    if (!is_bob) {
        return Verdict::bad;
    }
    return counts(given["nonce"], given["nc"]) ? Verdict::good : Verdict::stale;
}

bool DigestGate::counts(const std::string& nonce, const std::string& count) {
    const auto known = nonces_.find(nonce);
    if (known == nonces_.end()) {
        return false;
    }
    const bool is_new = known->second.emplace(count, true).second;
    repeated_ += is_new ? 0U : 1U;
    return is_new;
}

} // namespace latch::test
