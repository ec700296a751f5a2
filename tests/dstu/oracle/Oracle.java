import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.ASN1OctetString;
import org.bouncycastle.asn1.cms.Attribute;
import org.bouncycastle.asn1.cms.CMSAttributes;
import org.bouncycastle.asn1.ua.DSTU4145NamedCurves;
import org.bouncycastle.asn1.ua.DSTU4145PointEncoder;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.cms.CMSSignedData;
import org.bouncycastle.cms.SignerInformation;
import org.bouncycastle.crypto.BlockCipher;
import org.bouncycastle.crypto.CipherParameters;
import org.bouncycastle.crypto.Digest;
import org.bouncycastle.crypto.Mac;
import org.bouncycastle.crypto.StreamCipher;
import org.bouncycastle.crypto.agreement.ECDHCBasicAgreement;
import org.bouncycastle.crypto.digests.DSTU7564Digest;
import org.bouncycastle.crypto.digests.GOST3411Digest;
import org.bouncycastle.crypto.engines.GOST28147Engine;
import org.bouncycastle.crypto.generators.PKCS5S2ParametersGenerator;
import org.bouncycastle.crypto.macs.GOST28147Mac;
import org.bouncycastle.crypto.macs.HMac;
import org.bouncycastle.crypto.modes.CFBBlockCipher;
import org.bouncycastle.crypto.modes.GOFBBlockCipher;
import org.bouncycastle.crypto.params.ECDomainParameters;
import org.bouncycastle.crypto.params.ECPrivateKeyParameters;
import org.bouncycastle.crypto.params.ECPublicKeyParameters;
import org.bouncycastle.crypto.params.KeyParameter;
import org.bouncycastle.crypto.params.ParametersWithIV;
import org.bouncycastle.crypto.params.ParametersWithRandom;
import org.bouncycastle.crypto.params.ParametersWithSBox;
import org.bouncycastle.crypto.signers.DSTU4145Signer;
import org.bouncycastle.crypto.util.PublicKeyFactory;
import org.bouncycastle.math.ec.ECPoint;
import org.bouncycastle.util.Arrays;
import org.bouncycastle.util.encoders.Hex;

/**
 * BouncyCastle, asked what it makes of the same input. Every line of standard input is a question, a flat JSON object of
 * strings: "operation" and what that takes, bytes in hexadecimal. Every line of standard output is its answer:
 * {"answer": …} or {"error": …}.
 */
public class Oracle {
    interface Operation {
        String answer(Question question) throws Exception;
    }

    /** The values of a question by their names. */
    static class Question extends HashMap<String, String> {
        private static final Pattern PAIR = Pattern.compile("\"(\\w+)\"\\s*:\\s*\"([^\"\\\\]*)\"");

        Question(String line) {
            PAIR.matcher(line).results().forEach(pair -> put(pair.group(1), pair.group(2)));
        }

        byte[] bytes(String name) {
            return Hex.decode(get(name));
        }

        int number(String name) {
            return Integer.parseInt(get(name));
        }

        /** A big number, written in hexadecimal from its highest digit. */
        BigInteger big(String name) {
            return new BigInteger(get(name), 16);
        }

        ECDomainParameters curve() {
            return DSTU4145NamedCurves.getByOID(new ASN1ObjectIdentifier(get("curve")));
        }

        ECPublicKeyParameters publicKey() {
            return new ECPublicKeyParameters(curve().getCurve().createPoint(big("x"), big("y")), curve());
        }

        ECPrivateKeyParameters privateKey() {
            return new ECPrivateKeyParameters(big("d"), curve());
        }

        /** The table of substitution, one value in a byte. */
        byte[] sbox() {
            byte[] packed = bytes("dke"), sbox = new byte[2 * packed.length];
            for (int i = 0; i < sbox.length; i++) {
                sbox[i] = (byte) (packed[i / 2] >> (i % 2 == 0 ? 4 : 0) & 15);
            }
            return sbox;
        }

        CipherParameters keyWithTable() {
            return new ParametersWithSBox(new KeyParameter(bytes("key")), sbox());
        }
    }

    static final Map<String, Operation> OPERATIONS = new HashMap<>();

    static {
        OPERATIONS.put("gost34311", q -> digest(new GOST3411Digest(q.sbox()), q));
        OPERATIONS.put("kupyna", q -> digest(new DSTU7564Digest(q.number("bits")), q));
        OPERATIONS.put("hmac", q -> mac(new HMac(new GOST3411Digest(q.sbox())), new KeyParameter(q.bytes("key")), q));
        OPERATIONS.put("pbkdf2", Oracle::derived);
        OPERATIONS.put("mac", q -> mac(new GOST28147Mac(), q.keyWithTable(), q));
        OPERATIONS.put("ecb", q -> blocks(q, true));
        OPERATIONS.put("ecb back", q -> blocks(q, false));
        OPERATIONS.put("cfb", q -> stream(new CFBBlockCipher(new GOST28147Engine(), 64), q));
        OPERATIONS.put("ofb", q -> stream(new GOFBBlockCipher(new GOST28147Engine()), q));
        OPERATIONS.put("verify", Oracle::verified);
        OPERATIONS.put("sign", Oracle::signed);
        OPERATIONS.put("agree", Oracle::agreed);
        OPERATIONS.put("compress", q -> hex(Arrays.reverse(DSTU4145PointEncoder.encodePoint(q.publicKey().getQ()))));
        OPERATIONS.put("decompress", q -> point(DSTU4145PointEncoder.decodePoint(q.curve().getCurve(), Arrays.reverse(q.bytes("data")))));
        OPERATIONS.put("cms", Oracle::signatures);
        OPERATIONS.put("certificate", Oracle::certificate);
        OPERATIONS.put("multiply", q -> point(q.publicKey().getQ().multiply(q.big("d")).normalize()));
    }

    public static void main(String[] arguments) throws Exception {
        BufferedReader in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
        for (String line = in.readLine(); line != null; line = in.readLine()) {
            out.println(answer(new Question(line)));
        }
    }

    static String answer(Question question) {
        try {
            return "{\"answer\": \"" + OPERATIONS.get(question.get("operation")).answer(question) + "\"}";
        } catch (Exception error) {
            return "{\"error\": \"" + String.valueOf(error).replaceAll("[\"\\\\\\p{Cntrl}]", " ") + "\"}";
        }
    }

    static String digest(Digest digest, Question q) {
        byte[] data = q.bytes("data"), out = new byte[digest.getDigestSize()];
        digest.update(data, 0, data.length);
        digest.doFinal(out, 0);
        return hex(out);
    }

    static String mac(Mac mac, CipherParameters key, Question q) {
        byte[] data = q.bytes("data"), out = new byte[mac.getMacSize()];
        mac.init(key);
        mac.update(data, 0, data.length);
        mac.doFinal(out, 0);
        return hex(out);
    }

    static String derived(Question q) {
        PKCS5S2ParametersGenerator generator = new PKCS5S2ParametersGenerator(new GOST3411Digest(q.sbox()));
        generator.init(q.bytes("password"), q.bytes("salt"), q.number("iterations"));
        return hex(((KeyParameter) generator.generateDerivedMacParameters(8 * q.number("length"))).getKey());
    }

    static String blocks(Question q, boolean encrypt) {
        BlockCipher engine = new GOST28147Engine();
        engine.init(encrypt, q.keyWithTable());
        byte[] data = q.bytes("data"), out = new byte[data.length];
        for (int i = 0; i < data.length; i += 8) {
            engine.processBlock(data, i, out, i);
        }
        return hex(out);
    }

    static <T extends BlockCipher & StreamCipher> String stream(T cipher, Question q) {
        byte[] data = q.bytes("data"), out = new byte[data.length];
        ((BlockCipher) cipher).init(true, new ParametersWithIV(q.keyWithTable(), q.bytes("iv")));
        cipher.processBytes(data, 0, data.length, out, 0);
        return hex(out);
    }

    static String verified(Question q) {
        DSTU4145Signer signer = new DSTU4145Signer();
        signer.init(false, q.publicKey());
        return String.valueOf(signer.verifySignature(q.bytes("digest"), q.big("r"), q.big("s")));
    }

    static String signed(Question q) {
        DSTU4145Signer signer = new DSTU4145Signer();
        signer.init(true, new ParametersWithRandom(q.privateKey(), new SecureRandom()));
        BigInteger[] rs = signer.generateSignature(q.bytes("digest"));
        return rs[0].toString(16) + " " + rs[1].toString(16);
    }

    static String agreed(Question q) {
        ECDHCBasicAgreement agreement = new ECDHCBasicAgreement();
        agreement.init(q.privateKey());
        return agreement.calculateAgreement(q.publicKey()).toString(16);
    }

    /** For each signer, whether the digest is that of the content and whether the signature is the key's. */
    static String signatures(Question q) throws Exception {
        CMSSignedData data = new CMSSignedData(q.bytes("data"));
        byte[] content = q.containsKey("content") ? q.bytes("content") : (byte[]) data.getSignedContent().getContent();
        List<String> answers = new ArrayList<>();
        for (SignerInformation signer : data.getSignerInfos().getSigners()) {
            X509CertificateHolder holder = (X509CertificateHolder) data.getCertificates().getMatches(signer.getSID()).iterator().next();
            Attribute said = signer.getSignedAttributes().get(CMSAttributes.messageDigest);
            byte[] digest = ASN1OctetString.getInstance(said.getAttrValues().getObjectAt(0)).getOctets();
            boolean fits = Arrays.areEqual(digest, hashed(signer.getDigestAlgOID(), content, q));
            byte[] attributes = hashed(signer.getDigestAlgOID(), signer.getEncodedSignedAttributes(), q);
            answers.add(fits + " " + holds(holder.getSubjectPublicKeyInfo(), attributes, signer.getSignature()));
        }
        return String.join(", ", answers);
    }

    static String certificate(Question q) throws Exception {
        X509CertificateHolder holder = new X509CertificateHolder(q.bytes("data")), issuer = new X509CertificateHolder(q.bytes("issuer"));
        byte[] body = holder.toASN1Structure().getTBSCertificate().getEncoded();
        byte[] digest = hashed(holder.getSignatureAlgorithm().getAlgorithm().getId(), body, q);
        return String.valueOf(holds(issuer.getSubjectPublicKeyInfo(), digest, holder.getSignature()));
    }

    /** The digest that goes with an algorithm of Ukraine, which BouncyCastle's own builders do not know. */
    static byte[] hashed(String algorithm, byte[] data, Question q) {
        boolean kupyna = algorithm.matches("1\\.2\\.804\\.2\\.1\\.1\\.1\\.1\\.(2\\.2\\.1|3\\.6\\.1.*)");
        Digest digest = kupyna ? new DSTU7564Digest(256) : new GOST3411Digest(q.sbox());
        byte[] out = new byte[digest.getDigestSize()];
        digest.update(data, 0, data.length);
        digest.doFinal(out, 0);
        return out;
    }

    /** Whether the signature, r and s from their lowest byte, wrapped or bare, is the key's. */
    static boolean holds(SubjectPublicKeyInfo key, byte[] digest, byte[] signature) throws Exception {
        boolean wrapped = signature[0] == 4 && signature.length == 2 + (signature[1] & 0xff);
        byte[] bare = wrapped ? Arrays.copyOfRange(signature, 2, signature.length) : signature;
        int half = bare.length / 2;
        BigInteger r = new BigInteger(1, Arrays.reverse(Arrays.copyOfRange(bare, 0, half)));
        BigInteger s = new BigInteger(1, Arrays.reverse(Arrays.copyOfRange(bare, half, bare.length)));
        DSTU4145Signer signer = new DSTU4145Signer();
        signer.init(false, PublicKeyFactory.createKey(key));
        return signer.verifySignature(digest, r, s);
    }

    static String point(ECPoint point) {
        return point.getAffineXCoord().toBigInteger().toString(16) + " " + point.getAffineYCoord().toBigInteger().toString(16);
    }

    static String hex(byte[] bytes) {
        return Hex.toHexString(bytes);
    }
}
